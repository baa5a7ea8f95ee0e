"""What is kept between looks holds exactly as long as it is true, and takes no more room than it may."""

from __future__ import annotations

from datetime import UTC, datetime

from joy.settings import Settings
from joy.store import open_store
from pages.parts import readers
from pages.parts.choices import Choice
from pages.parts.kept import Shelf


def newest_story():
    programme = readers.offered().programmes[0].programme_id
    choice = Choice(programme, update_id=readers.published()[programme], is_open_to_all=True)
    return readers.programme_story(choice)


def test_a_story_that_is_taken_back_is_gone_at_the_next_look(own_pages):
    """A page that showed a story shows it no more in the very next run after it was taken back."""
    page = own_pages("programme")
    programme, shown = readers.offered().programmes[0].programme_id, newest_story()
    assert shown.synopsis in [text.value for text in page.text]
    stories = readers.open_house().ask("views/stories", programme_id=programme, today=datetime.now(UTC).date())
    (story_id,) = stories.loc[stories["synopsis"] == shown.synopsis, "story_id"]
    with readers.open_house().writing() as writer:
        writer.run("erase/remove_story", story_id=story_id)
    assert shown.synopsis not in [text.value for text in page.run().text]


def test_whatever_is_written_ends_what_is_kept_of_the_database(store):
    """Every transaction, also one that was undone, moves the number under which answers are kept; a look does not."""
    turns = [store.turn_to_write]
    store.ask("store/programmes")
    assert store.turn_to_write == turns[0]
    with store.writing():
        turns.append(store.turn_to_write)
    turns.append(store.turn_to_write)
    store.checkpoint()
    turns.append(store.turn_to_write)
    assert turns[0] == turns[1]
    assert len(set(turns)) == 3


def test_a_shelf_gives_up_what_was_used_longest_ago():
    """A shelf makes a thing once, keeps the latest used and never more than it may."""
    made = []
    shelf = Shelf(2)

    def thing(name):
        return shelf.get(name, lambda: made.append(name) or name.upper())

    assert [thing(name) for name in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]


def test_two_databases_never_share_a_turn(store, tmp_path):
    """A database that is opened later begins where no other has been: nothing kept of one is shown of another."""
    other = open_store(Settings(home=tmp_path / "other", with_sample=False))
    try:
        assert other.turn_to_write != store.turn_to_write
    finally:
        other.close()
