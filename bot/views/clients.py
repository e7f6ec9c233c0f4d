"""What admins read about a client whom they ban or forget."""

from bot.texts import Words
from bot.views.people import name_client, write_phone
from models import Lead
from services.forgetting import Traces


def name(lead: Lead, words: Words) -> str:
    """Return a person as plain text: name, phone and email."""
    phone = lead.phone and write_phone(lead.phone)
    return ", ".join(part for part in (name_client(lead, words), phone, lead.email) if part)


def write_traces(traces: Traces, words: Words) -> str:
    """Return the question whether all of this may be deleted, in HTML."""
    lines = [
        f"<b>{words.html('forget-title', client=name(traces.lead, words))}</b>",
        words.plain("forget-contacts", count=len(traces.contacts)),
        words.plain("forget-messages", count=traces.messages),
    ]
    if traces.open_ones:
        numbers = ", ".join(words.plain("forget-number", number=str(n)) for n in traces.open_ones)
        lines.append(words.plain("forget-open", count=len(traces.open_ones), numbers=numbers))
    return "\n".join((*lines, words.plain("forget-stays")))
