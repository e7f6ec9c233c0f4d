# What a source says to clients
button-source-texts = Texts to clients
button-all-texts = « All texts
texts-title = <b>{ $source }: what clients are told</b>
texts-explained = Each of these can be in your own words, and most can be switched off. Whoever asks “Are you there?” always gets an answer.
text-title = <b>{ $source }: { $what }</b>
text-for-all = For everybody: { $text }
text-for-ru = In Russian: { $text }
text-for-en = In English: { $text }
text-readers = { $readers ->
    [ru] in Russian
   *[en] in English
    }
text-placeholders = You can use: { $known }
text-asks-rating = The question how it was (👍 👎) comes with this text: without it nobody is asked.
text-set = { $source }: the text “{ $what }” is changed.
text-reset = { $source }: the text “{ $what }” is the usual one again.
text-off = { $source }: “{ $what }” is not said any more.
button-text-own = { $readers ->
    [ru] ✏️ In Russian
    [en] ✏️ In English
   *[all] ✏️ For everybody
    }
button-text-off = Say nothing
button-text-usual = { $readers ->
    [all] The usual
   *[other] As for everybody
    }
ask-source-text = { $source }, “{ $what }”: what shall clients read{ $readers ->
    [ru] {" "}who read Russian
    [en] {" "}who read English
   *[all] {""}
    }? Send the text, or “-” for the usual.
sources-usage-text = It takes a source, which text (greeting, receipt, closed, accepted, queued, taken, passed or completed), and what to say; “off” says nothing.
refused-speaks_to_nobody = { $name } takes requests by API and writes nothing to clients.
refused-must_be_said = This text can't be switched off: say it in your own words, or take the usual ones.

source-text-usual = the usual
source-text-none = nothing
source-text-bots = as the bot's
source-text-off = nothing is said
source-greeting = Greeting: { $text }
source-receipt = Line with “received”: { $text }
source-closed = When closed: { $text }
source-accepted = Received: { $text }
source-queued = Received, waits: { $text }
source-taken = Taken: { $text }
source-passed = After completion: { $text }
source-completed = Completed: { $text }
source-word-greeting = greeting
source-word-receipt = receipt
source-word-closed = closed
source-word-accepted = accepted
source-word-queued = queued
source-word-taken = taken
source-word-passed = passed
source-word-completed = completed
button-source-greeting = Greeting
button-source-receipt = Line with “received”
button-source-closed = When closed
button-source-accepted = Received
button-source-queued = Received, waits
button-source-taken = Taken
button-source-passed = After completion
button-source-completed = Completed
text-when-greeting = The answer to /start.
text-when-receipt = One more line below “received”, whichever that is.
text-when-closed = Said to those who write while you are closed; when you open is added. If it is not said, only those who write again get an answer.
text-when-accepted = Said when a request has come and an operator has it. If it is not said, those who have given no phone still get a short line with the button for it.
text-when-queued = Said when a request has come and nobody has it yet: with the place in line, or that nobody is there. If it is not said, only those who write again get an answer.
text-when-taken = Said when an operator takes the request, and when it is reopened.
text-when-passed = Said to those who write after completion, when the same operator will read it.
text-when-completed = Said when a request is completed.
client-share-phone = You can leave your phone number with the button below.

# Photos and files of a request
files-sent = { $count ->
    [one] The file comes to your chat with @{ $name }.
   *[other] { $count } files come to your chat with @{ $name }, the newest last.
    }
file-gone = [{ $kind }] can't be shown: Telegram doesn't have it any more.
refused-no_files = There is nothing to look at in request #{ $number }.
refused-open_bot_first = Only @{ $name } has these files: open that bot, then press again.
refused-files_on_their_way = They are on their way already: look into your chat with @{ $name }.
