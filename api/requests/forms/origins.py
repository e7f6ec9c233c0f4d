"""How the sender of a form came to its page, as the form says it."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from api.requests.fields import Blankable, Whole
from api.requests.forms.leniency import LONGEST_ORIGIN, tidy
from models.contacts import ORIGIN, PAGE, UTM

CAME = "How the sender came to the page of a form, as advertisements say it"
Utm = Annotated[str, Field(max_length=LONGEST_ORIGIN[UTM[0]]), Whole, AfterValidator(tidy)]
PageAddress = Annotated[str, Field(max_length=LONGEST_ORIGIN[PAGE]), Whole, AfterValidator(tidy)]


class FromPage(BaseModel):
    """A body that may say how its sender came."""

    utm_source: Blankable[Utm] = Field(default=None, description=f"{CAME}.", examples=["google"])
    utm_medium: Blankable[Utm] = Field(default=None, description=f"{CAME}.", examples=["cpc"])
    utm_campaign: Blankable[Utm] = Field(default=None, description=f"{CAME}.", examples=["spring sale"])
    utm_term: Blankable[Utm] = Field(default=None, description=f"{CAME}.", examples=["delivery"])
    utm_content: Blankable[Utm] = Field(default=None, description=f"{CAME}.", examples=["banner"])
    page: Blankable[PageAddress] = Field(
        default=None,
        description="The address of the page with the form.",
        examples=["https://example.com/price"],
    )

    @property
    def origin(self) -> dict[str, str]:
        """Return how the sender came, as far as that is said."""
        return {name: text for name in ORIGIN if (text := getattr(self, name)) is not None}
