# To the admin
admin-help =
    /operators — operators: add, limit, pause, hand their requests on
    /weight — who gets which share of each source
    /sources — sources: links, texts, how many requests today
    /hours — when you are open
    /outcomes — how requests end; /tags — what they are about
    /answers — quick answers; /settings — settings, and who is an admin
    /queue — who waits and why; /open — what is open, and who is not answered
    <code>/contact 12</code> — everything about request #12; <code>/why 12</code> — why it was decided so
    <code>/assign 12 Anna</code> — give a request to somebody yourself
    /find — by phone, e-mail, name or words
    /stats — numbers and a chart; /export — a table
    <code>/ban 12</code>, <code>/unban 12</code> — block a client, and undo it
    <code>/forget 12</code> — delete a person's data
    <code>/split 12</code> — take back a merge of two clients
admin-unknown-command = There is no such command. All commands: /help
admin-hint =
    Plain words look for requests. To write to a client, reply to the page of a request.
    To try how it is to be a client: /start, then “Try as a client”.
admin-wrote = Sent to the client of request #{ $number }, with your name.
ask-as-client = Write as a client would. Your request goes to the operators; until it is completed, what you write here goes into it.
button-try = Try as a client
command-not-own = Somebody else wrote this, so it does nothing. Type the command yourself.
question-ended = All right, nothing has changed.
ask-placeholder = Your answer
example-name = Anna
example-more-names = Nina, Maria, Peter, Paul, Irene, Oscar
example-source = Spring
example-greeting = greeting Hello! What can we do for you?
example = For example: <code>{ $example }</code>
unclosed-quote = A quote is not closed.
button-back = « Back
button-cancel = Cancel
button-other-number = Another number…
button-undo = Undo

# Operators
operators-title = <b>Operators</b>
operators-none = There are no operators yet.
operators-line = { $number }. { $name } — { $load } of { $limit } · { $state }
operators-foot = Add one: <code>/operators add { $example } 5</code>
state-on = working
state-paused = paused
state-off = switched off
state-not-joined = not joined yet
state-lost = has closed the chat with the bot
operator-title = <b>{ $name }</b> · operator #{ $number }
operator-load = { $load } of { $limit } open · { $state }
operator-bot-open = ✓ { $bot } — in touch
operator-bot-closed = ✗ { $bot } — has not opened it, or has closed the chat
operator-weights = Weights: { $weights }
operator-no-weights = No weights: gets no requests.
button-add-operator = ➕ Add an operator
button-all-operators = « All operators
button-operator-on = ▶️ Switch on
button-operator-off = ⏸ Stop new requests
button-operator-lims = Limit
button-operator-weights = Weights
button-operator-link = Link to join
button-operator-name = Rename
button-move = Move open ones ({ $count })
operator-added =
    Operator #{ $number } { $name }, limit { $limit }. The next message has the link to join: forward it.

    Next, choose a weight for { $source }.
operator-link =
    { $name }, open this link and press Start: clients' requests will come to you in this bot. It works once, within two days:
    { $link }
operator-account = Account:
button-operator-dismiss = Dismiss
button-operator-page = « The operator
join-question = This link lets somebody join as { $name }. Are you { $name }? If not, forward the link to whom it is for: it stays good.
button-join = Yes, I am { $name }
button-join-not = No
join-declined = You have not joined; the link still works. Forward it to whom it is for.
joined-news = 👤 { $operator } has joined by the link.
button-not-her = It is not her
cut-off = This account is cut off: it is { $name } no more.
dismiss-question =
    Dismiss { $name }? { $count ->
        [0] Nothing is open.
        [one] { $count } open request goes to others or waits.
       *[other] { $count } open requests go to others or wait.
    } The name is free again, the history keeps it. It can't be undone.
button-dismiss-surely = Yes, dismiss
dismissed = { $name } is dismissed.
left-requests =
    { $moved ->
        [0] { $waiting ->
            [0] Nothing was open.
            [one] { $waiting } request waits now: /queue
           *[other] { $waiting } requests wait now: /queue
        }
        [one] { $moved } request went to others{ $waiting ->
            [0] .
            [one] , { $waiting } waits: /queue
           *[other] , { $waiting } wait: /queue
        }
       *[other] { $moved } requests went to others{ $waiting ->
            [0] .
            [one] , { $waiting } waits: /queue
           *[other] , { $waiting } wait: /queue
        }
    }
operator-switched-on = { $name } gets requests again.
operator-switched-off =
    { $name } gets no new requests. { $count ->
        [0] None are open.
        [one] { $count } open one stays.
       *[other] { $count } open ones stay.
    }
operator-limit-set = The limit of { $name }: { $limit }. Open now: { $load }.
operator-renamed = { $former } is { $name } now.
limits-title = How many requests may { $name } have open at once? Now: { $limit }.
ask-operator = What is the new operator's name? You may add a limit: Anna 5
ask-limit = Which limit for { $name }? Send a number.
ask-operator-name = What shall { $name } be called now?
operators-usage = I don't understand that. It can be: add, link (to join), on, off (nothing new), limit, rename, move (what is open, to others), dismiss. Buttons for all of it: /operators
operators-usage-add = Who is the new operator?
operators-usage-who = Which operator?
operators-usage-limit = Which operator, and which limit?
operators-usage-rename = Which operator, and what is the new name?

# Moving open requests
move-choose =
    { $name } has { $count ->
        [one] { $count } open request
       *[other] { $count } open requests
    }. Who shall get them? The number is the free places.
button-by-draw = 🎲 By weight and free places
button-move-now = Move
move-plan =
    { $count ->
        [0] Nobody can take them: { $name } keeps everything.
        [one] { $name } gives away { $count } request:
       *[other] { $name } gives away { $count } requests:
    }
move-done =
    { $count ->
        [one] Done: { $name } gives away { $count } request.
       *[other] Done: { $name } gives away { $count } requests.
    }
move-line = #{ $number } · { $client } → { $name }
move-waits = #{ $number } · { $client } → the queue: nobody has a place now
move-stays = #{ $number } · { $client } — stays: { $why }
move-still-on = { $name } may get new ones meanwhile; to prevent that, switch off first.

# Weights
weight-title =
    <b>Weights</b> — the share of requests: now, and when everybody is free
    Share = weight × free places
weight-none = There are no weights yet.
weight-source = <b>{ $source }</b>
weight-inherited = the same as { $source }
weight-line = { $name } — weight { $weight }: { $now } % now, { $free } % when all are free
weight-line-unopened = { $name } — weight { $weight }: not reachable here, has not opened { $bot }
weight-line-closed = { $name } — weight { $weight }: not reachable here, has closed { $bot }
weight-line-nowhere = { $name } — weight { $weight }: not reachable, has no bot open
weight-nobody = nobody gets requests
weight-foot = Change one: <code>/weight { $name } { $source } 3</code>
weight-choose-operator = Whose weight shall change?
weight-choose-source = For which source shall { $name } have a weight?
weight-choice = { $name }, { $source }: weight { $weight }. Which one now? 0 gets nothing.
weight-set = { $name }, { $source }: weight { $weight }.
weight-unset = { $name }, { $source }: no weight of its own any more.
weight-undone = As it was before
weight-changes = Before → after, when all are free (and now):
weight-change-line = { $name }: { $before } → { $after } % ({ $before_now } → { $after_now } %)
weight-log-title = <b>Who has changed weights and sources</b>
weight-log-none = Nobody has changed anything yet.
weight-log-line = { $at }, { $by }: { $name }, { $source }: { $before } → { $after }
weight-usage = It takes an operator, a source and a weight.
ask-weight = Which weight shall { $name } have for { $source }? Send a number; 0 gets nothing.
button-weight = Weight { $weight }
button-weight-log = Who changed them
button-all-weights = « All weights

# Sources
sources-title = <b>Sources</b>
sources-none = There are no sources yet: the bot has not connected.
sources-line = { $number }. { $source } — { $kind }; { $today } today{ $waiting ->
        [0] {""}
       *[other] , { $waiting } waiting
    }
sources-foot = A link tells where a client came from: an ad, the site, a business card.
source-bot = bot
source-bot-gone = bot, not connected
source-campaign = link { $link }
source-campaign-gone = link, its bot is not connected
source-api = API
source-title = <b>{ $source }</b> · source #{ $number }
source-traffic = Requests today: { $today }, waiting: { $waiting }
source-added =
    The link “{ $source }” is ready. Its requests go to the same operators until you give it weights of its own:
    { $link }
source-renamed = { $former } is { $source } now.
button-add-source = ➕ New link
button-all-sources = « All sources
button-source-weights = Weights
button-source-name = Rename
ask-source = What shall the new link be called? For example: Spring ads
ask-source-name = What shall { $source } be called now?
sources-usage = I don't understand that. It can be: add, rename, text, prefer, mode, priority, second, set.
sources-usage-which = Which source?
sources-usage-add = What shall the link be called?
sources-usage-rename = Which link, and what shall it be called?

# Requests
queue-none = Nobody is waiting.
queue-title =
    { $count ->
        [one] { $count } request is waiting:
       *[other] { $count } requests are waiting:
    }
queue-line = #{ $number } · { $source } · { $client } — { $age }; { $reason }
waits-all_full = everybody is at the limit
waits-unreachable = operators have not opened the bot, or closed the chat
waits-closed = closed now
waits-all_off = nobody is on shift
waits-no_weight = nobody has a weight
open-title = <b>Open: { $count }</b>
open-title-of = <b>{ $name } has open: { $count }</b>
open-unanswered-count =
    { $count ->
        [0] Everybody is answered.
       *[other] Not answered: { $count }, the longest first.
    }
open-none = Nobody has anything open.
open-none-of = { $name } has nothing open.
open-line = #{ $number } · { $client }
open-whose = { " — " }{ $name }
open-answered = { " · answered" }
open-unanswered = { " · has waited " }{ $age }
button-operator = « { $name }
button-open = Open requests ({ $count })
button-show-unanswered = Show them
contact-usage = It takes the number of a request.
contact-title = <b>Request #{ $number }</b> · { $source }
contact-state-waiting = ⏳ Waiting for an operator for { $age }: { $reason }
contact-operator = Operator: { $name }
contact-back-to = Goes back to: { $name }
contact-others =
    { $count ->
        [one] This client has { $count } more request: <code>{ $find }</code>
       *[other] This client has { $count } more requests: <code>{ $find }</code>
    }
contact-messages = <b>Messages</b>
contact-message = <i>{ $at }</i> { $who }: { $text }
contact-author-client = client
contact-edited = (edited)
contact-withdrawn = (withdrawn)
contact-history = <b>History</b>
contact-fact = <i>{ $at }</i> { $fact }
contact-gone-text = (deleted)
button-assign = Assign
button-why = Why this operator?
button-admin-complete = Complete
button-admin-reopen = Reopen
assign-choose = Who shall get request #{ $number }? The number is the free places.
assign-usage = It takes the number of a request and an operator.
button-raise-limit = Raise the limit to { $limit } and give
button-somebody-else = Somebody else
assign-done = Request #{ $number } is with { $name } now.
complete-done = Request #{ $number } is completed.
reopen-done = Request #{ $number } is in progress again.
find-usage = What shall I look for: a phone, an email, a name or words?
find-none = Nothing was found.
find-none-in-words = Nothing was found. Words without a command look for requests; what else there is: /help
find-title =
    { $count ->
        [one] { $count } request was found:
       *[other] { $count } requests were found:
    }
find-line = #{ $number } · { $client } · { $state } · { $at } — { $text }

fact-created = came from { $source }
fact-created-by-api = came from { $source }, by API
fact-assigned =
    { $why ->
        [queue] from the queue → { $name }
        [passed_on] passed on → { $name }
        [timeout] not taken in time → { $name }
        [unreachable] the chat with the bot was closed → { $name }
        [moved] moved ({ $by }) → { $name }
        [manual] assigned ({ $by }) → { $name }
        [passed_to] passed on ({ $by }) → { $name }
        [taken_back] taken back → { $name }
        [woken] back with { $name }
       *[other] → { $name }
    }
fact-unassigned =
    { $why ->
        [returned] waiting again: taken from { $name } by { $by }
        [passed_on] in the pool again: { $by } passed it on
        [timeout] in the pool again: { $name } did not take it in time
        [moved] in the pool again: { $by } moved it from { $name }
        [repaired] waiting again: it was left without an operator
       *[other] waiting again: { $name } can't be reached
    }
fact-answered = first answer: { $name }, after { $after }
fact-answered-by-admin = first answer: an admin, after { $after }
fact-answered-by-supervisor = first answer: a supervisor, after { $after }
fact-note = { $by } noted: { $text }
fact-taken = { $name } takes it
fact-taken-by-api = in progress with { $name }: by API
fact-passed_on = { $name } passes it on
fact-no_answer_needed = { $by }: no answer needed
fact-timed_out = { $name } does not take it in time
fact-withdrawn = { $by } takes an answer back
fact-followed_up = the client writes after completion
fact-flooded = the client writes more in a minute than is shown
fact-spam_reported = { $by } says it is spam
fact-spam_refused = { $by } says it is not spam
fact-merged = the client is merged with the one who proved the phone
fact-split = { $by } splits the client off from the one who proved the phone
fact-banned = the client is banned
fact-unbanned = the client is unbanned
fact-forgotten = the client's data is deleted
fact-completed =
    { $why ->
        [idle] left alone, completed: { $by }
       *[other] completed: { $by }
    }
fact-reopened = in progress again with { $name }: { $by }
fact-edited =
    { $by } edits a message, before: { $text }{ $earlier ->
        [0] {""}
        [one] {" "}({ $earlier } edit before that)
       *[other] {" "}({ $earlier } edits before that)
    }
by-client = client
by-admin = admin
by-supervisor = supervisor
by-api = by API
by-us = automatically

# Why
why-title = <b>Request #{ $number }</b>, assignment { $which } of { $count }
why-at = { $at }, { $reason }
why-reason-new = a new request
why-reason-queue = its turn in the queue
why-reason-passed_on = passed on by the operator
why-reason-timeout = not taken in time
why-reason-unreachable = the operator had closed the chat
why-reason-cut_off = the operator's access was taken away
why-reason-moved = moved by hand
why-reason-manual = assigned by hand
why-reason-passed_to = passed on by the operator, to a colleague of choice
why-reason-taken_back = taken back by who had passed it on
why-manual =
    { $why ->
        [passed_to] { $former } passed it on to { $name }, without a draw.
        [taken_back] { $name } took it back from { $former }, without a draw.
       *[manual] { $name }: assigned by hand, without a draw.
    }
why-could = <b>Could take it</b> (weight × free places = tickets):
why-candidate = { $name }: { $weight } × { $places } = { $score }, chance { $share } %, tickets { $tickets }
why-ticket = Ticket { $ticket } was drawn: { $name }.
why-left-out = <b>Left out</b>:
why-excluded = { $name } — { $reason }
why-excluded-no_weight = no weight for this source
why-excluded-off = switched off
why-excluded-paused = paused
why-excluded-off_hours = not at work then
why-excluded-unreachable = no chat with the bot
why-excluded-own_contact = it is their own request
why-excluded-gave_back = it was put back from there
why-excluded-had_it = has had it already
why-excluded-full = no free place
why-more =
    { $count ->
        [one] … and { $count } more operator
       *[other] … and { $count } more operators
    }
why-waiting = Request #{ $number } is waiting: { $reason }.
button-contact = « Request #{ $number }
why-me =
    Weight { $weight } × { $places ->
        [one] { $places } free place
       *[other] { $places } free places
    } = { $score ->
        [one] { $score } ticket
       *[other] { $score } tickets
    } of { $total } ({ $share } %). Ticket { $ticket } was drawn: yours.
why-me-alone = Weight { $weight }, free places { $places }: nobody but you could take it.
why-me-by_hand =
    { $why ->
        [passed_to] A colleague passed it on to you.
        [taken_back] You took it back.
       *[manual] It was assigned to you by hand.
    }
contact-number = #{ $number }
find-state-snoozed = put off
find-state-waiting = waiting
find-state-new = new
find-state-in_progress = in progress
find-state-completed = completed
example-words = delivery
weight-was-none = none
move-nobody = nobody else can take it
weight-choice-inherited = So far the weights here are the bot's. From the first one of its own on, only its own count: whoever has none gets nothing from here.
complete-sure = Nobody has request #{ $number } now. Complete it? The client is told, and it can't be reopened.
weight-line-second = { $name } — weight { $weight }, second group: helps after { $span }
weight-choice-second = Second group: gets what has waited { $span }.
weight-group-first = first group
weight-group-second = second group
button-weight-second = To the second group
button-weight-first = To the first group
weight-log-source = { $at }, { $by }: { $source }: { $before } → { $after }
