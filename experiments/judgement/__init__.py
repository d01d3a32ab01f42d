"""All that is known of the claim of who is first and who comes next, on one page."""

from experiments.judgement.claims import Claim, judge
from experiments.judgement.page import verdict_json, verdict_page, write_verdict
from experiments.judgement.study import DRAWS, SEARCHED, Verdict, verdict
from experiments.judgement.words import verdict_words

__all__ = [
    "DRAWS",
    "SEARCHED",
    "Claim",
    "Verdict",
    "judge",
    "verdict",
    "verdict_json",
    "verdict_page",
    "verdict_words",
    "write_verdict",
]
