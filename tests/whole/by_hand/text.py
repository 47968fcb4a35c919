"""The text by hand: a clause drafted in every language, bracketed, drafted anew and adopted on the sheet by both sides."""

from tests.whole.by_hand.hand import TONGUE, Hand

FIRST = {
    "en": "Each side releases the sick first.",
    "ps": "هره خوا لومړی ناروغان خوشې کوي.",
    "fa-AF": "هر طرف نخست بیماران را رها می‌کند.",
    "ar": "يطلق كل طرف المرضى أولا.",
}
WISHED = "Each side releases the sick and the old first."
SECOND = {
    "en": "Each side releases the sick and those over sixty first.",
    "ps": "هره خوا لومړی ناروغان او له شپېتو لوړ خوشې کوي.",
    "fa-AF": "هر طرف نخست بیماران و کسان بالاتر از شصت سال را رها می‌کند.",
    "ar": "يطلق كل طرف أولا المرضى ومن تجاوزوا الستين.",
}


def draft(hand: Hand) -> None:
    """The facilitator puts the first clause on the table."""
    hand.press("Text")
    hand.write("Number of the clause", "1")
    for language, wording in FIRST.items():
        hand.write_own(TONGUE[language], wording)
    hand.press("Put this clause on the table")
    hand.sees(FIRST[hand.language])


def bracket(hand: Hand) -> None:
    """A head puts it in brackets with other wording in English."""
    hand.press("Text")
    with hand.within(FIRST[hand.language]):
        hand.press("Put in brackets")
        hand.write("Your wording, %(language)s", WISHED, language="English")
        hand.press("Bracket clause %(clause)s", clause=1)
    hand.reads("%(party)s proposes instead:", party=hand.party)
    hand.sees(WISHED)


def draft_again(hand: Hand) -> None:
    """The facilitator puts the next version on the table."""
    hand.press("Text")
    with hand.within(FIRST[hand.language]):
        hand.press("Draft the next version")
        for language, wording in SECOND.items():
            hand.write_own(TONGUE[language], wording)
        hand.press("Put this version on the table")
    hand.sees(SECOND[hand.language])


def adopt(hand: Hand) -> None:
    """A head is told on Today, reads the sheet and signs."""
    hand.press("Today")
    hand.press("<b>Adopt or answer clause %(clause)s</b>", clause=1)
    for wording in SECOND.values():
        hand.sees(wording)
    hand.hold("Adopt clause %(clause)s", clause=1)
    hand.reads("What does the text say, and who stands behind it?")
