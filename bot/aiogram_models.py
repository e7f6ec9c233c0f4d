"""Imports aiogram without building the validators of its 600 models: each is built when it is first used.

Measured with aiogram 3.31: the import takes 1 s of CPU instead of 4, and 60 MB instead of 166. While aiogram
is imported pydantic's `defer_build` holds for all models; then aiogram itself asks pydantic to build them,
which is put off. An aiogram that asks in another way has its models built at once, as without this module.
"""

import sys
from collections.abc import Callable
from threading import RLock
from typing import Any

from pydantic import BaseModel, ConfigDict

NAMES = "_types_namespace"  # the argument by which aiogram says what the names in its annotations mean
# pydantic forgets Response[Message] when nobody refers to it, and would build it anew
USED: set[type[BaseModel]] = set()
BUILDING = RLock()  # reports are made in threads, and pydantic does not build one model in two of them


def import_aiogram() -> None:
    """Import aiogram, unless somebody has already done so; its models are built later, by their own names."""
    if "aiogram" in sys.modules:
        return
    config, original = BaseModel.model_config, BaseModel.__dict__["model_rebuild"]
    rebuild: Callable[..., bool | None] = original.__func__
    names: dict[str, Any] = {}

    def build_later(model: type[BaseModel], /, **given: Any) -> bool | None:
        if not is_of_aiogram(model) or NAMES not in given:
            return rebuild(model, **{"_parent_namespace_depth": 3} | given)  # of the caller, not of this
        names.update(given[NAMES])
        return None

    def build(model: type[BaseModel], /, **given: Any) -> bool | None:
        with BUILDING:
            USED.add(model)
            return rebuild(model, **given | {NAMES: names})

    BaseModel.model_config = ConfigDict(defer_build=True)
    BaseModel.model_rebuild = classmethod(build_later)  # type: ignore[assignment, method-assign]
    try:
        import aiogram  # noqa: F401 (everything else of it comes with it)
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = original  # type: ignore[method-assign]
    for base in filter(is_of_aiogram, BaseModel.__subclasses__()):
        base.model_rebuild = classmethod(build)  # type: ignore[assignment, method-assign]


def is_of_aiogram(model: type[BaseModel]) -> bool:
    """Tell whether a model is one of aiogram's own."""
    return model.__module__.startswith("aiogram.")


def build_what_all_need() -> None:
    """Build the models of every update and of most answers, so that the first message does not wait for it.

    What is built already is taken over by what holds it: in this order it takes half as long.
    """
    from aiogram.methods.base import Response
    from aiogram.types import Message, Update

    for model in (Message, Update, Response[Message]):
        model.model_rebuild()
