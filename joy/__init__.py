"""Joy in Work: the part that knows nothing of Streamlit."""

from __future__ import annotations

import os


# Our matrices are a questionnaire wide. A second thread of the linear algebra only spins, and beside other work on the
# same cores it made a release take four times as long. Read once, when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
