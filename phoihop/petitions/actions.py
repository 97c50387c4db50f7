"""What can be done with a petition. Each verb is declared in the file of its step; they are given on from here."""

from __future__ import annotations

from phoihop.petitions import alike  # noqa: F401 keeps its index after every action
from phoihop.petitions.answering import (
    answer,
    contribute,
    draft_answer,
    record_upper_answer,
    renew_answer,
    send_back,
)
from phoihop.petitions.compiling import compile, drop_list, forward_list, send_list
from phoihop.petitions.custody import (
    accept_case,
    conclude_case,
    erase_text,
    extend_case,
    move_custody,
    note_sent,
    pass_on,
    register_custody,
    seal_in,
    take_custody,
)
from phoihop.petitions.doubles import repeat_of, tell_apart
from phoihop.petitions.handing import hand_over, safe_channel_words, seal_words
from phoihop.petitions.judging import (
    agree,
    close,
    not_done,
    post_result,
    report_back,
    return_answer,
    review,
    verify,
)
from phoihop.petitions.merging import merge, split_again
from phoihop.petitions.models import signs_of
from phoihop.petitions.past import drop_past_list, match_columns, read_list, record_rows, take_back_rows
from phoihop.petitions.receiving import add_files, classify, cut_off, receive, reclassify, split, withdraw
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
    "accept_case",
    "add_files",
    "agree",
    "answer",
    "ask_extension",
    "assign",
    "classify",
    "close",
    "compile",
    "conclude_case",
    "contribute",
    "cut_off",
    "decline_extension",
    "draft_answer",
    "drop_list",
    "drop_past_list",
    "erase_text",
    "extend",
    "extend_case",
    "forward",
    "forward_list",
    "hand_over",
    "match_columns",
    "merge",
    "move_custody",
    "not_done",
    "note_sent",
    "offer_inspection",
    "pass_on",
    "post_result",
    "read_list",
    "receive",
    "reclassify",
    "record_rows",
    "record_upper_answer",
    "register_custody",
    "renew_answer",
    "repeat_of",
    "report_back",
    "return_answer",
    "review",
    "safe_channel_words",
    "seal_in",
    "seal_words",
    "send_back",
    "send_list",
    "send_up",
    "signs_of",
    "split",
    "split_again",
    "take_back_rows",
    "take_custody",
    "tell_apart",
    "transfer",
    "urge",
    "verify",
    "withdraw",
]  # fmt: skip
