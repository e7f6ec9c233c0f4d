### The words of the live board.

# Doors and the bar
board = Live board
opening = Opening the board…
door-no-session = You are not signed in
door-bad-link = This link no longer works
door-bad-launch = The board stays closed
door-over = Your session is over
door-left = You have left the board
door-failed = The board does not answer
door-how = Write /board to the bot: it answers with a link. A link works once, within 5 minutes.
door-retry = Check the connection, then try again.
retry = Try again
role-admin = admin
role-supervisor = supervisor
role-viewer = view only
live = Live
lost = Not connected, as of { $time }
lost-note = What you see may be out of date. Trying to connect again…
other-language = По-русски
theme =
    { $theme ->
        [light] Theme: light. Change to dark
        [dark] Theme: dark. Change to the system’s
       *[auto] Theme: as the system has it. Change to light
    }
leave = Sign out
views = Parts of the board
view-contacts = Contacts
view-operators = Operators
view-shares = Weights
view-happened = News

# Figures
figures = Today
figure-waiting = in the queue
figure-unanswered = unanswered
figure-open = open
figure-came = came today
figure-answered = answered
figure-completed = completed
figure-median = median first answer

# Operators
operators = Operators
no-operators = No operators yet.
on-now = { $on } of { $all } on · { $free } free
state-on = on
state-paused = on a pause
state-off_hours = off hours
state-off = off
state-unreachable = unreachable
load-of = { $load } of { $limit } places taken
unanswered-count = { $count } without an answer
unanswered-word = unanswered

# Contacts
contacts = Open contacts
no-contacts = Nobody is waiting and nothing is open. A contact appears here the moment a client writes.
none-match = Nothing here matches what you have chosen.
show-all = show all operators
source = Source
all-sources = All sources
show = Show
kind-all = All
kind-waiting = Queue
kind-unanswered = Unanswered
kind-answered = Answered
nameless = Without a name
number = #{ $id }
status-new = new
status-in_progress = in progress
status-completed = completed
waits-closed = closed now
waits-preferred = for a chosen one
waits-pooled = in the pool
waits-second_group = for the second group
waits-all_full = all are full
waits-unreachable = none reachable
waits-all_off = nobody is on
waits-no_weight = no weights
waits-other = waiting
wait-about = ≈ { $span } more
span-moment = < 1 min
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days } d

# Weights and shares
shares = Weights and shares
no-sources = No sources yet.
no-weights = Nobody has a weight for this source yet.
operator = Operator
weight = Weight
share = Share
today-share = Today
weight-of = Weight of { $name }
weight-gives = { $weight }, a share of { $share }
today-note = today { $actual }, expected { $expected }
apply = Apply
reset = Reset
undo = Undo
applied = Applied: the next contacts go by these weights.
undone = The weights are as they were.

# What if
what-if = What if…
what-if-about = Move the sliders, then try them on the requests that really came. Nothing changes until you press “Apply”.
limit = Limit
limit-of = Limit of { $name }
what-if-of = Requests of
what-if-days = the last { $days } days
try = Try
trying = Trying, a few seconds…
what-if-found = What would have been
what-if-old = This is for the sliders as they were. Press “Try” again.
what-if-nothing = Nothing came in these days, so there is nothing to try it on.
what-if-came =
    { $count ->
        [one] { $days } days, { $count } request
       *[other] { $days } days, { $count } requests
    }
shares-then = Shares
waits-then = Waits
what-if-brackets = In brackets: where 95 of 100 such stretches of time would lie, if everybody works as before.
what-if-off-by =
    { $points ->
        [0] For what really came the model gives the same shares.
        [one] For what really came the model is off by { $points } point at most.
       *[other] For what really came the model is off by { $points } points at most.
    }
what-if-waited = Nobody free at once
what-if-longest_wait = An operator within, for nine in ten
what-if-answer = First answer, for half
what-if-longest_answer = First answer, for nine in ten
what-if-full = { $name } at the limit
as-it-is = as it is
with-change = with the change
answered-within = first answer within
watch = Watch for a week
watched = It is counted beside what is, for a week; then the bot asks you.
leave-so = Leave as it is

# What happened
happened = What just happened
nothing-happened = Nothing yet.
somebody = somebody
fact-created = came in
fact-assigned = goes to { $name }
fact-unassigned = is back in the queue
fact-answered = first answer: { $name }
fact-taken = { $name } takes it
fact-passed_on = { $name } passes it on
fact-completed = is completed
fact-reopened = is open again
fact-note = a note by { $actor }
fact-outcome = has got an outcome
fact-tagged = tags have changed
fact-edited = a message was edited
fact-withdrawn = an answer was taken back
fact-timed_out = { $name } did not take it in time
fact-no_answer_needed = no answer is needed
fact-rated = the client has rated it
fact-commented = the client has commented
fact-snoozed = is put off
fact-woken = is put off no more
fact-idle_asked = the client is asked whether it is still needed
fact-idle_kept = the client says it is still needed
fact-followed_up = the client wrote after completion
fact-flooded = the client writes a great deal
fact-spam_reported = { $name } says it is spam
fact-spam_refused = is not spam
fact-banned = the client is banned
fact-unbanned = the client is unbanned
fact-merged = clients were merged
fact-split = clients were separated
fact-claim_kept = a phone or e-mail was saved
fact-forgotten = the client’s data is deleted
fact-weight_set = { $actor } has changed a weight
fact-mode_set = { $actor } has changed a mode
fact-other = something has changed

# The panel of a contact
contact-number = Contact #{ $id }
close = Close
loading = Loading…
about-contact = About the contact
tab-conversation = Conversation
tab-why = Why
tab-history = History
no-messages = Nothing has been said yet.
no-text = Not a text
by-client = client
by-operator = operator
by-admin = admin
by-supervisor = supervisor
by-bot = bot
by-api = another system
by-note = note
act-return = Back to the queue
act-complete = Complete
act-reopen = Reopen
act-assign = Assign
act-pass = Pass on
to-whom = To whom
to-next = Whoever is next
with-room = With a free place
without-room = Not able to take it now
outcome = Outcome
no-outcome = No outcome
done-assign = Assigned.
done-pass = Passed on.
done-return = Back in the queue.
done-complete = Completed.
done-reopen = Open again.
done-note = The note is saved. The client does not see it.
done-answer = Sent to the client.
write-what = What to write
way-answer = Answer
way-note = Note
hint-answer = Write to the client…
hint-note = For colleagues only…
send = Send

# Why
no-why = Nobody has got it yet.
chances = Chances then
chosen = chosen
ticket = Drawn: { $ticket } of { $of }
excluded = Could not get it
why-new = It was a new contact.
why-queue = Its turn in the queue had come.
why-passed_on = An operator passed it on.
why-passed_to = An operator passed it on to a colleague of choice.
why-timeout = It was not taken in time.
why-unreachable = The operator had closed the chat.
why-cut_off = The operator’s access was taken away.
why-moved = It was moved by hand.
why-manual = It was assigned by hand.
why-taken_back = Whoever had passed it on took it back.
why-taken = It was taken from the pool.
why-woken = It is no longer put off.
why-other = It was assigned by the rules of its source.
not-no_weight = no weight for this source
not-off = switched off
not-paused = on a pause
not-off_hours = not at work then
not-unreachable = no chat with the bot
not-own_contact = their own request
not-gave_back = it was put back from there
not-had_it = has had it already
not-second_group = in the second group, which helps later
not-full = no free place
not-not_preferred = the source preferred others
not-other = not able to

# Refusals
refused-no_such_contact = This contact is no longer there.
refused-not_yours = This contact is not among yours.
refused-moved = It is with somebody else by now.
refused-already_taken = It has been taken into work already.
refused-not_taken = Nobody has taken it into work yet.
refused-completed = It is completed already. Reopen it first.
refused-waiting = Nobody has it: it is in the queue already.
refused-not_completed = It is open: there is nothing to reopen.
refused-nobody_else = Nobody else can take it now.
refused-no_successor = Nobody else could take it.
refused-full = There is no free place.
refused-off = The operator is switched off.
refused-paused = The operator is on a pause.
refused-never_assigned = Nobody has ever had it.
refused-newer_contact = The client has a newer contact.
refused-no_chat = The client has no chat with the bot, so there is no way to write.
refused-banned = The client is banned.
refused-forgotten = The client’s data is deleted.
refused-snoozed = It is put off.
refused-empty_note = Write some words first.
refused-note_of_words = A note has words alone.
refused-text_too_long = The text is too long.
refused-no_such_operator = There is no such operator.
refused-no_such_source = There is no such source.
refused-no_such_colleague = There is no such colleague.
refused-colleague_off = The colleague is not at work.
refused-dismissed = The operator does not work here any more.
refused-bad_weight = A weight is a whole number from 0.
refused-has_it = The operator has it already.
refused-operator_off = The operator is switched off.
refused-operator_paused = The operator is on a pause.
refused-operator_off_hours = The operator is not at work now.
refused-operator_unreachable = The operator has no chat with the bot.
refused-operator_full = The operator has no free place.
refused-own_contact = It is the operator’s own request.
refused-changed_since = Somebody has changed it meanwhile. Look at what it is now.
refused-same_operator = It is with this operator already.
refused-no_such_outcome = There is no such outcome.
refused-no_right = You may not look at this board. Ask an admin to invite you.
refused-launch_unknown = Telegram does not say who you are. Write /board to the bot and take the link.
refused-launch_over = This was opened too long ago. Close it and press the button again.
refused-trial_over = This trial is over. Try it again.
refused-not_allowed = You may only look at this.
refused-unreachable = The board does not answer. Nothing was changed.
refused-other = That is not possible now.
