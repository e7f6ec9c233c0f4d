"""What requests say of quick answers, and what they are answered."""

from datetime import datetime

from pydantic import Field

from api.requests.fields import AnswerText, AnswerTitle, Id, Optional
from api.requests.schemas import Answer, Request

TEXT = "{name}, {number} and {operator} stand for the client's first name, the contact and its operator."


class NewQuickAnswer(Request):
    source_id: Id | None = Field(
        default=None,
        description="For contacts of this bot, or of a campaign's; null: of all sources.",
        examples=[None],
    )
    title: AnswerTitle = Field(examples=["price"])
    text: AnswerText = Field(description=TEXT, examples=["Hello, {name}! It is 990 a month."])


class QuickAnswerChange(Request):
    """What is not given stays as it is."""

    title: Optional[AnswerTitle] = Field(default=None, examples=["price"])
    text: Optional[AnswerText] = Field(default=None, description=TEXT, examples=["It is 890 a month."])


class QuickAnswer(Answer):
    id: int = Field(examples=[1])
    source_id: int | None = Field(description="Null: for contacts of all sources.", examples=[None])
    title: str = Field(examples=["price"])
    text: str = Field(description=TEXT, examples=["Hello, {name}! It is 990 a month."])
    used: int = Field(description="How often it was sent.", examples=[0])
    created_at: datetime
