"""Everyday names as questions to a base that does not hold them.

What still finds its procedure without its own entry is understood, not looked up: between two sets
of unseen questions this is the honest measure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from zlib import crc32

from knowledge.evaluate import Labelled
from knowledge.everyday import EverydayNames
from knowledge.knowledge_base import KnowledgeBase

FOLDS = 3


def held_out(base: KnowledgeBase) -> Iterator[tuple[KnowledgeBase, list[Labelled]]]:
    """Yield the base without a third of its everyday names, and these names as questions."""
    for fold in range(FOLDS):
        asked: list[Labelled] = []

        def kept(key: str, names: Sequence[str], fold: int = fold) -> tuple[str, ...]:
            left = []
            for name in names:
                if len(names) > 1 and crc32(name.encode()) % FOLDS == fold:
                    asked.append(_question(name, key))  # noqa: B023 - used within the round
                else:
                    left.append(name)
            return tuple(left) or tuple(names[:1])

        procedures = {
            code: each.model_copy(update={"everyday_names": kept(code, each.everyday_names)})
            for code, each in base.procedures.items()
        }
        names = {
            code: each.model_copy(update={"everyday_names": kept(code, each.everyday_names)})
            for code, each in base.names.items()
        }
        of_procedures = {
            key: kept(key, said) if key in base.procedures else said
            for key, said in base.everyday.approved.items()
        }
        rest = replace(
            base, procedures=procedures, names=names, everyday=EverydayNames(of_procedures)
        )
        yield rest, asked


def _question(name: str, code: str) -> Labelled:
    return Labelled(name, (), "answer", frozenset({code}), frozenset())
