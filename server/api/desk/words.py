"""Everyday words of the city, and what was searched in vain: the desk's way from the one to the other."""

from datetime import datetime
from uuid import UUID

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.domain import everyday, unanswered
from server.domain.city import City
from server.domain.everyday import WordsPage, WriteWord
from server.domain.people import Actor
from server.domain.unanswered import QueryPage


@get("/words", operation_id="listWords")
async def list_words(actor: NamedDependency[Actor], city: NamedDependency[City]) -> WordsPage:
    """What residents say for each category: given by the files, and added here."""
    return await everyday.list_words(actor, city)


@put("/words/{word_id:uuid}", operation_id="saveWord", status_code=204)
async def save_word(
    word_id: FromPath[UUID],
    data: JSONBody[WriteWord],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> None:
    """Let a word lead to a category. The city's manager; the id is the sender's own."""
    await everyday.save_word(word_id, data, actor, city, now)


@delete("/words/{word_id:uuid}", operation_id="deleteWord")
async def delete_word(
    word_id: FromPath[UUID], actor: NamedDependency[Actor], city: NamedDependency[City]
) -> None:
    """Take a word away that was added here."""
    await everyday.delete_word(word_id, actor, city)


@get("/queries", operation_id="listQueries")
async def list_queries(
    actor: NamedDependency[Actor], city: NamedDependency[City], now: NamedDependency[datetime]
) -> QueryPage:
    """What was searched in vain in the last half year, the most frequent first."""
    return await unanswered.list_queries(actor, city, now)


router = Router("/desk", route_handlers=[list_words, save_word, delete_word, list_queries])
