"""The nine components of joy in work, by which ideas, tests, stories and remarks are tagged."""

from __future__ import annotations


# IHI Framework for Improving Joy in Work (Perlo et al. 2017), in its order; the words are shortened to fit a row.
COMPONENTS = {
    1: "Physical and psychological safety",
    2: "Meaning and purpose",
    3: "Choice and autonomy",
    4: "Recognition and rewards",
    5: "Participative management",
    6: "Camaraderie and teamwork",
    7: "Daily improvement",
    8: "Wellness and resilience",
    9: "Real-time measurement",
}
