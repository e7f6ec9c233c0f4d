"""What a form says, in the names of the original CRM."""

from pydantic import Field

from api.requests.fields import Blankable, Email, ExternalId, Id, MessageText, PersonName, Phone
from api.requests.forms.leniency import Typed
from api.requests.forms.origins import FromPage
from api.requests.schemas import Request
from models import ORIGIN


class NewContact(FromPage, Typed, Request):
    """One request of a person; who it is must be said by at least one of external_id, phone and email."""

    source_id: Id = Field(examples=[1])
    message: MessageText = Field(examples=["Do you deliver to Kazan?"])
    external_id: Blankable[ExternalId] = Field(default=None, examples=["crm-2077"])
    phone: Blankable[Phone] = Field(default=None, examples=["+7 912 345-67-89"])
    email: Blankable[Email] = Field(default=None, examples=["vera@example.com"])
    name: Blankable[PersonName] = Field(default=None, examples=["Vera"])

    def write(self) -> str:
        """Return what is wanted, with what was typed wrong, in one spelling."""
        unsaid = {name for name in ORIGIN if getattr(self, name) is None}  # as before there was any
        typed_wrong = "".join(f"\n{one.field}: {one.text}" for one in self.unusable)
        return self.model_dump_json(exclude=unsaid) + typed_wrong
