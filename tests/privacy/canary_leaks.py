"""A careless page that leaks in every way that ours must not, to prove that the walk would see it."""

from __future__ import annotations


LEAKY = """
import base64, gzip, time
import numpy as np, pandas as pd, streamlit as st

WORD, VALUE, COUNT = {word!r}, {value!r}, {count!r}
frame = pd.DataFrame({{"team": ["a", "b"], "hidden": [WORD, "-"], "n": [float(COUNT), 1.0], "v": [VALUE, 0.5]}})
rows = frame.to_dict("records")
drawn = {{"mark": "bar", "encoding": {{"x": {{"field": "team"}}}}}}
filtered = drawn | {{"transform": [{{"filter": "datum.team == 'b'"}}]}}


def hidden_column(): st.dataframe(frame[["team", "hidden"]], column_config={{"hidden": None}})
def column_order(): st.dataframe(frame[["team", "hidden"]], column_order=["team"])
def index(): st.dataframe(frame[["team", "hidden"]].set_index("hidden"), hide_index=True)
def filtered_rows(): st.vega_lite_chart(frame[["team", "hidden"]], filtered)
def filtered_values(): st.vega_lite_chart({{**filtered, "data": {{"values": rows}}}})
def exact_in_arrow():
    st.dataframe(frame[["team", "v"]], column_config={{"v": st.column_config.NumberColumn(format="%.0f")}})
def exact_in_text(): st.caption("about half", help=f"{{VALUE:.12f}}")
def count_in_arrow(): st.dataframe(frame[["team", "n"]], column_order=["team"])
def count_in_words(): st.text(f"{{COUNT:,}} answers")
def collapsed():
    with st.expander("More"):
        st.text(WORD)
def folded():
    box = st.expander("More", key="closer_x", on_change="rerun")
    if box.open:
        box.text(WORD)
def other_tab():
    with st.tabs(["One", "Two"])[1]:
        st.text(WORD)
def emptied():
    place = st.empty()
    place.text(WORD)
    time.sleep(0.5)
    place.empty()
def popover():
    with st.popover("Why?"):
        st.text(WORD)
def option(): st.selectbox("Team", ["a", WORD])
def format_of_option(): st.selectbox("Team", [1, 2], format_func=lambda n: WORD if n == 2 else "a")
def told_once(): st.toast(WORD)
def escaped(): st.markdown("\\\\".join(WORD))
def alternative_text(): st.vega_lite_chart(frame[["team"]], drawn, alt=WORD)
def title_of_page(): st.set_page_config(page_title=WORD)
def packed(): st.html(f"<p data-x='{{base64.b64encode(gzip.compress(WORD.encode() * 9)).decode()}}'></p>")
def loose_file(): st.download_button("Take", WORD)
def error_text(): raise ValueError(WORD)
def traceback_only(): raise ValueError("nothing")
def address(): st.query_params["x"] = WORD


st.set_page_config(page_title="Leaky")
globals()[st.query_params["leak"]]()
"""
LEAKS = [line.split("(")[0].removeprefix("def ") for line in LEAKY.splitlines() if line.startswith("def ")]

FAULTY = """
import streamlit as st

from pages.parts import states

states.keep_values_out_of_the_log()
app = st.App("page.py", on_script_error=states.tell)
"""
FAULTY_PAGE = "import streamlit as st\n\nst.title('Faulty')\nraise ValueError({word!r})\n"
