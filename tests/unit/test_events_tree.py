"""Blocks, datelines and the tree that the events walk on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.events.tree import datelines, read_tree
from dateline.parse import block_starts, end_paragraphs, load_pipeline


@given(st.text(alphabet=st.sampled_from("aA .\n\r\t“”—-éß"), max_size=200))
def test_blocks_begin_inside_the_text(text: str) -> None:
    """Starts are sorted, distinct and within the text, whatever its line ends are."""
    starts = block_starts(text)
    assert list(starts) == sorted(set(starts))
    assert starts[0] == 0
    assert all(0 <= start <= len(text) for start in starts)


def test_hard_wrapped_lines_are_one_block() -> None:
    """A newline inside a wrapped sentence ends nothing; the blank line and the title do."""
    text = "A title\nThe first line of a paragraph that was\nwrapped by hand goes on here and\nends.\n\nThe next one."
    assert [text[start:].split()[0] for start in block_starts(text)] == ["A", "The", "The"]


def test_one_line_paragraphs_are_blocks() -> None:
    """Where lines are long, each is a paragraph, even one without a full stop."""
    long = "Word " * 40
    assert len(block_starts(f"Title\n{long}\n{long}\n{long}")) == 4


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("LISBON, May 3 (Lusa) -- The court", "LISBON, May 3 (Lusa) -- "),
        ("PORTO — The court", "PORTO — "),
        ("FARO, Portugal (AP)_ The court", "FARO, Portugal (AP)_ "),
        ("A title. PORTO — The court", "PORTO — "),
        ("NATO-led forces left", None),
        ("The court — of Porto — ruled", None),
    ],
)
def test_datelines(text: str, dateline: str | None) -> None:
    """A dateline is found at the head of a text or after its title, and names with hyphens are none."""
    found = [text[start:end] for start, end in datelines(text, block_starts(text))]
    assert found == ([dateline] if dateline else [])


def test_no_arc_crosses_a_block() -> None:
    """A title without a full stop stays out of the first sentence."""
    tree = read_tree(load_pipeline()("Ministers gather in Lisbon\n\nA summit opened on Tuesday, officials said."))
    assert all(tree.blocks[head] == tree.blocks[i] for i, head in enumerate(tree.heads))
    assert len({tree.sentences[i] for i in range(len(tree))}) >= 2


def test_a_written_word_is_never_cut_in_two_sentences() -> None:
    """The name Example.Az is one word, whatever the parser makes of its full stop."""
    tree = read_tree(load_pipeline()("The fair opened in Porto, Example.Az reports, citing local media."))
    assert len(tree.bounds) == 1


def test_tokens_at_code_points() -> None:
    """Offsets find the tokens that touch them, white space aside."""
    text = "Rain fell in Porto."
    tree = read_tree(load_pipeline()(text))
    first, last = tree.at(13, 18)
    assert tree.words[first : last + 1] == ("Porto",)
    assert tree.at(4, 5) == (-1, -1)


def test_the_parser_is_told_where_paragraphs_end() -> None:
    """A sentence begins at each block's first word, wherever else the parser lets one begin."""
    import spacy

    doc = end_paragraphs(spacy.blank("en")("A title without a stop\n\nThe first line of the text."))
    assert [token.text for token in doc if token.is_sent_start] == ["A", "The"]
