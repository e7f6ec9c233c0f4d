### What the bot is expected to say: the whole text or a part of it.

# Buttons, and what pops up on a press
take = Take
complete = Complete
pass = Pass on
by-draw = By draw
reopen = Reopen
done-take = Request #{ $number } is yours
done-complete = Request #{ $number } is completed
done-pass = Request #{ $number } is passed on
done-reopen = Request #{ $number } is in progress again
moved = Request #{ $number } is no longer with you.
to-whom = Pass request #{ $number }
nobody-else = Nobody else can take it now

# To operators
ended = Request #{ $number } is no longer with you.
client = Client: { $name }
earlier = 1 earlier request
edited = edited: { $text }
said = The operator answered: { $text }

# To clients
received = received. We will answer
place-1 = next in line.
place-2 = place in line is 2.
place-3 = place in line is 3.
taken = Request #{ $number } is being handled. { $operator } is answering you.
completed = Request #{ $number } is completed.
reopened = Request #{ $number } is being handled again. { $operator } is answering you.
phone-saved = We have saved your number
phone-shown = +7 903 123-45-67

# To the admin and to who joins
commands = First steps
added = { $name }, limit { $limit }.
joined = 👤 { $name } has joined by the link.
welcome = Welcome, { $name }!
weight-set = { $name }, @{ $bot }: weight { $weight }.
weight-told = { $source }: new requests from here come to you now
weight-line = { $name } — weight { $weight }: { $share } % now, { $share } % when all are free
why = { $name }: { $weight } ×{ " " }
ticket = was drawn: { $name }.
stats = completed { $count }, waiting now 0
operators = Operators
on = working
lost = has closed the chat with the bot
bad-limit = A limit is a whole number from 0 to
example = For example: /operators limit
alert = ⚠️ { $name }
waiting = { $number } waiting
