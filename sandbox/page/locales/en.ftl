### The words of the messenger page.

# Bar
bot = Bot
columns = Columns
other-language = По-русски
theme =
    { $theme ->
        [light] Theme: light. Change to dark
        [dark] Theme: dark. Change to the system’s
       *[auto] Theme: as the system has it. Change to light
    }
panel = Try things
board = Live board
close-panel = Close
opening = The shop is opening. A moment, please…
lost = The connection is lost. Trying again…
unreachable = The local Telegram does not answer. Is it still running?
no-bot = No bot is here yet. Register one, as the sandbox’s README shows, and this page will show it.

# Roles
role-client = Client
role-operator = Operator
role-admin = Admin
roles-client = Clients
roles-operator = Operators
roles-admin = Admins

# Head of a column
whose = Whose chat
others = Others
nobody = Nobody
nobody-yet = Nobody is here yet.
has-blocked = has blocked the bot
has-unread = { $name }, { $count } unread
unread = unread
new-client = New client
client-names = Alice, Ben, Chloe, David, Ella, Frank, Grace, Harry, Iris, Jack, Kate, Leo, Molly, Noah, Owen, Penny, Ruby, Sam, Tess, Victor, Wendy, Zoe
more = More for { $name }
press-start = Press Start
block = Block the bot
unblock = Unblock the bot

# A chat without messages
you-are-client = You are { $name }, a client.
you-are-operator = You are { $name }, an operator. When a client writes, a card appears here.
you-are-admin = You are { $name }, the admin. You hire operators and set their weights here.
you-are-person = You are { $name }.
write-to = Write to { $bot }:
question-1 = Hello! Do you deliver on Saturdays?
question-2 = My order has not arrived. Can you help?
question-3 = How much is a birthday cake for ten?

# Messages
chat-of = Chat of { $name }, to scroll
messages = Messages
from-bot = The bot to { $name }:
from-person = { $name }:
earlier =
    { $count ->
        [one] { $count } earlier message
       *[other] { $count } earlier messages
    }
to-bottom =
    { $count ->
        [0] To the newest message
        [one] To the newest message, { $count } new
       *[other] To the newest message, { $count } new
    }
reply = Reply
edit = Edit
delete = Delete
edited = edited
silent = Sent without a sound
forwarded = Forwarded from { $name }
via-bot = Through @{ $name }
gone = A message that is gone
jump = In reply to: { $text }
buttons = Buttons of the message
copied = Copied

# Kinds
photo = Picture
photo-made-up = A made-up picture
video = Video
voice = Voice message
voice-made-up =
    { $seconds ->
        [one] A made-up voice message of { $seconds } second
       *[other] A made-up voice message of { $seconds } seconds
    }
audio = Audio
location = Location
download = Download { $name }, { $size }
kind-photo = Picture
kind-video = Video
kind-voice = Voice message
kind-audio = Audio
kind-document = File
kind-sticker = Sticker
kind-contact = Contact
kind-location = Location
kind-poll = Poll
kind-checklist = Checklist
kind-other = Something else

# Writing
write-as-client = Write to the shop…
write-as-operator = Write as { $name }…
write-as-admin = Write, or pick a command…
write-as-person = Write as { $name }…
message-of = Message of { $name }
send = Send
save = Save
cancel = Cancel
replying = Reply to
quoting = Reply to these words
editing = Edit the message
not-sent = Not sent: { $reason }
attach = Attach
attachments = Attached files
choose-files = Choose files…
send-voice = Send a made-up voice message
send-photo = Send a made-up picture
send-location = Send a location
as-file = as a file
leave-out = Leave out { $name }
too-long = This has { $count } characters. Telegram takes at most { $most }.
too-large = “{ $name }” has { $size }. Bots can receive files of at most { $most }.
empty-file = “{ $name }” is empty.
too-many-files = At most { $most } files go together.
commands = Commands
no-commands = The bot has no commands for this person.
results = Results
no-results = Nothing found.
keyboard = Keyboard of the bot
blocked = { $name } has blocked the bot.

# Dialogs
ok = OK
open-link = Open @{ $bot }
open-as = as

# Panel
faults = Make Telegram fail
faults-note = Whatever fails, no message is lost: switch back and see it arrive.
fault-slow = Slow: answers take 2 seconds
fault-flood = Too many requests (429)
fault-broken = Server errors (500)
fault-offline = Offline
hit =
    { $count ->
        [one] { $count } call has met it
       *[other] { $count } calls have met it
    }
normal = Back to normal
blocking = Block the bot
blocking-note = When an operator blocks the bot, the contacts go to colleagues.
rush =
    { $count ->
        [one] { $count } client at once
       *[other] { $count } clients at once
    }
day = A day in a minute
stop = Stop
waiting = waiting
completed = completed
contacts = contacts
operators = Operators
operator = Operator
no-operators = No operators yet.
load = Load
load-of = { $load } of { $limit }
weight = Weight
expected = Expected
expected-note = The share of contacts that chance gives, on average
actual = Actual
state-working = working
state-paused = on a pause
state-off = off
state-unreachable = unreachable
