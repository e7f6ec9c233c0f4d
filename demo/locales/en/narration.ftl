### What the narrator says of the story, and what is printed where it fails.

# Before it begins
what = This is leadbot on a Telegram of its own: clients write, operators get cards and answer.
how = Every line went over HTTP and was checked. → is what somebody does, ← what the bot shows them.

# Scenes
opening = Opening time
opening-1 = { $admin } hires three operators from her chat with the bot; each joins by a link.
opening-2 = The chance to get a request is weight × free places, so a weight says how big a share is.
opening-3 = A wrong command changes nothing; it is answered with one that works.
opening-4 = Everybody is in, nobody has anything to do yet.
hello = A client writes
hello-1 = { $client } has a question. One operator is drawn, gets a card and answers by replying to it.
hello-2 = What { $client } edits, photographs or shares arrives too.
hello-3 = { $admin } asks why: the draw is explained down to the last ticket.
hand-over = A second thought
hand-over-1 = { $operator } takes the request back and passes it on to somebody who knows about delivery.
hand-over-2 = The colleague gets all that was said; a late press on the old card changes nothing.
rush = Full house
rush-1 = Six clients at once, exactly six free places. All are answered in their own language.
rush-2 = However the six draws fall, every place is taken and nobody has more than the limit.
rush-3 = Three more clients find everybody busy, and hear their place in line.
rush-4 = Passing on is impossible now, so nothing moves.
drain = The line gets shorter
drain-1 = Whoever completes a request gets the next one in line, in order.
block = An operator disappears
block-1 = { $operator } is talking to { $client }, and two places are free with the colleagues …
block-2 = … when { $operator } closes the chat with the bot. The request moves on with all that was said.
block-3 = { $admin } sees it and is told about it; then { $operator } is back.
form = A form on the website
form-1 = Other systems speak HTTP. The website becomes a source, and { $operator } gets a weight for it.
form-2 = Somebody fills in the form: the card says how to reach her.
form-3 = She has no chat with the bot, so a reply can't be sent; the website may complete the request.
closing = Closing time
closing-1 = Everybody finishes what is left.
closing-2 = { $admin } looks at the day: numbers and a chart.

# What people do
opens-link = opens the link
opens-bot = opens the bot
edits = (edits) { $text }
photo = { "[photo]" }
contact = { "[phone]" }
phone = { contact } { $phone }
blocks = closes the chat with the bot
unblocks = opens the chat with the bot again
redrawn = (card #{ $number }) { $text }
number-sign = #

# What is expected
expected-hears = { $name } gets “{ $text }” within { $seconds } s
expected-card = an operator gets the card of request #{ $number } “{ $text }” within { $seconds } s
expected-redraw = { $name }'s card of request #{ $number } becomes “{ $text }”
expected-end = { $name }'s card of request #{ $number } becomes a line without buttons
expected-popup = a press by { $name } pops up “{ $text }” within { $seconds } s
expected-list = /operators lists everybody, nobody above the limit
expected-loads = /operators shows { $loads }
expected-shares = every place is taken: { $loads }
expected-silence = the bot writes nothing that was not expected
expected-closed = no card is left with an open request
expected-possible = everybody can do what the story says
expected-link = a link to join
has-button = { $name }'s card of request #{ $number } has the button [{ $button }]
no-card = { $name } has a card of request #{ $number } with buttons
no-number = the receipt names a number
sees = { $name } sees:
failed = This was expected and did not happen:
instead = Instead:

# The end
summary =
    All went as expected: { $requests ->
        [one] { $requests } request
       *[other] { $requests } requests
    } answered, { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    } from the bot, { $expectations ->
        [one] { $expectations } expectation
       *[other] { $expectations } expectations
    } checked.
summary-load = Most requests at once, as /operators showed: { $loads }.
load = { $name } { $most } of { $limit }
# A number with decimals takes the plural, even 1.0.
took = It took { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } seconds.
