"""What can be done with a petition. Each verb is declared in the file of its step; they are given on from here."""

from __future__ import annotations

from phoihop.petitions.answering import (
    answer,
    contribute,
    draft_answer,
    record_upper_answer,
    renew_answer,
    send_back,
)
from phoihop.petitions.compiling import compile, drop_list, forward_list, send_list
from phoihop.petitions.judging import agree, close, not_done, report_back, return_answer, review, verify
from phoihop.petitions.merging import merge, split_again
from phoihop.petitions.receiving import add_files, classify, hand_over, receive, reclassify, split, withdraw
from phoihop.petitions.routing import (
    ask_extension,
    assign,
    decline_extension,
    extend,
    forward,
    offer_inspection,
    send_up,
    transfer,
    urge,
)

__all__ = [
    "add_files",
    "agree",
    "answer",
    "ask_extension",
    "assign",
    "classify",
    "close",
    "compile",
    "contribute",
    "decline_extension",
    "draft_answer",
    "drop_list",
    "extend",
    "forward",
    "forward_list",
    "hand_over",
    "merge",
    "not_done",
    "offer_inspection",
    "receive",
    "reclassify",
    "record_upper_answer",
    "renew_answer",
    "report_back",
    "return_answer",
    "review",
    "send_back",
    "send_list",
    "send_up",
    "split",
    "split_again",
    "transfer",
    "urge",
    "verify",
    "withdraw",
]  # fmt: skip
