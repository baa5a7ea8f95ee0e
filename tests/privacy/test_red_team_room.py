"""Attacks on answers in the room and on remarks: by time, by order, by a rare word, by two remarks of one author."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np

from joy.definitions import load_policy
from joy.disclosure.live import bars, changed, counter, may_appear, next_shown


POLICY = load_policy()
OPTIONS = ("Never", "Seldom", "Often", "Always")


def votes(seed, people=40):
    """Counts after every single answer; one in six answers is a change of mind."""
    rng = np.random.default_rng(seed)
    given, after = {}, []
    while len(given) < people:
        who = rng.choice(list(given)) if given and rng.random() < 1 / 6 else len(given)
        given[int(who)] = int(rng.integers(len(OPTIONS)))
        after.append([list(given.values()).count(option) for option in range(len(OPTIONS))])
    return after


def watched(after):
    """What somebody who watches the screen sees: every state that was shown, in order, each once."""
    seen, shown = [], None
    for now in after:
        shown = next_shown(now, shown, POLICY.live)
        if shown is not None and (not seen or list(shown) != list(seen[-1])):
            seen.append(list(shown))
    return seen


def test_a19_no_movement_of_a_bar_is_one_persons():
    """A19: between two states shown one after the other lie enough answers; shown one by one, each is one person's."""
    careless = ours = pairs = 0
    for seed in range(300):
        after = votes(seed)
        careless += sum(changed(a, b) == 1 for a, b in pairwise(after))
        seen = watched(after)
        pairs += len(seen) - 1
        ours += sum(0 < changed(a, b) < POLICY.live.batch for a, b in pairwise(seen))
    assert careless > 0
    assert pairs > 300
    assert ours == 0


def test_a19_nor_between_any_two_states_a_watcher_noted_down():
    """A19: any two states that were ever shown differ by enough answers, also after people changed their minds."""
    careless = ours = 0
    for seed in range(300):
        after = votes(seed)
        careless += sum(changed(a, b) == 1 for a, b in pairwise(after))
        ours += sum(0 < changed(a, b) < POLICY.live.batch for a, b in combinations(watched(after), 2))
    assert careless > 0
    assert ours == 0, f"{ours} pairs of states differ by one to {POLICY.live.batch - 1} answers"


def test_a19_the_counter_tells_batches_only():
    """A19: the counter of answers moves by batches, so that it does not tell when one person answered."""
    told = [counter(n, POLICY.live) for n in range(60)]
    assert not any(told[: POLICY.live.k_live])
    assert not any(
        str(n) in text.split() for n, text in enumerate(told) if (n - POLICY.live.k_live) % POLICY.live.batch
    )


def test_a19_nothing_appears_from_a_handful():
    """A19: fewer people than the policy says give no bar at all, whatever they answered."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        counts = rng.multinomial(int(rng.integers(1, POLICY.live.k_live)), np.ones(4) / 4).tolist()
        assert bars(OPTIONS, counts, POLICY) == []
        assert not may_appear(counts, None, POLICY.live)


def test_a37_no_bar_in_the_room_is_one_person():
    """A37: every bar stands for as many people as an option of a distribution needs."""
    rng = np.random.default_rng(4)
    careless = ours = 0
    for _ in range(300):
        counts = rng.multinomial(int(rng.integers(8, 60)), rng.dirichlet(np.ones(4) / 2)).tolist()
        careless += sum(0 < count < 3 for count in counts)
        shown = bars(OPTIONS, counts, POLICY)
        ours += sum(round(bar.share * sum(counts)) < 3 for bar in shown if bar.capped is None)
    assert careless > 0
    assert ours == 0
