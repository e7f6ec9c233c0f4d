# Quick answers: an operator chooses one
button-answers = ⚡ Quick answer
answers-choose = Which answer for request #{ $number }? You read it before it goes out.
answers-by-typing = Or type { $bot } and a few letters of it, as a reply to the card.
answers-gone = There are no quick answers any more.
answers-closed = Request #{ $number }: nothing was sent.
button-answer-send = Send
answer-preview = <b>Request #{ $number }.</b> The client will read:

    { $text }
answer-sent = <b>Request #{ $number }.</b> Sent to the client:

    { $text }
done-answer-sent = Request #{ $number }: sent

# The lists of admins
answers-title = <b>Quick answers</b> — texts that operators send by a button
answers-none = There are none yet. Once there are, operators find the button “Quick answer” on their cards. In a text { $known } stand for the client's first name, the number of the request and the operator's name.
answers-line =
    { $title } · { $source } · { $count ->
        [0] not used yet
        [one] { $count } time
       *[other] { $count } times
    }
answers-for-all = all sources
answers-for-whom = Whose clients is the new answer for?
answer-title = Quick answer <b>{ $title }</b> · { $source }
answer-used =
    { $count ->
        [0] Not used yet.
        [one] Sent { $count } time.
       *[other] Sent { $count } times.
    }
answer-text = { $text }
answer-added = Added: { $title }
answer-removed = Removed: { $title }. What was sent stays with the clients.
answer-remove-sure = Remove the quick answer “{ $title }”?
button-answer-add = ➕ Add an answer
button-answers-for-all = For all sources
button-answer-title = Change the title
button-answer-text = Change the text
button-answer-remove = Remove
button-answer-remove-sure = Yes, remove
button-answers-all = « All answers
ask-answer-title = What shall the new answer be called? Operators see this on a button. For example: price
ask-answer-new-title = What shall “{ $title }” be called now?
ask-answer-text = What does “{ $title }” say to the client? { $known } stand for the client's first name, the number of the request and the operator's name.
answers-usage = I don't understand that. It can be: add, rename, text, remove.
answers-usage-add = A new answer takes a title, a colon and a text; for the clients of one bot, its @name first.
answers-usage-rename = Which one shall I rename, and how? A title of several words goes into quotes.
answers-usage-text = Which one, and what shall it say? A title of several words goes into quotes.
answers-usage-remove = Which one shall I remove?
example-answer-title = price
example-answer-text = It is 990 a month, delivery included.

# Refusals
refused-no_such_answer = There is no quick answer “{ $name }”. All of them: /answers
refused-several_answers = Several sources have an answer “{ $name }”. Say which by its number: { $numbers }
refused-bad_title = The title “{ $name }” won't do: it takes 1 to 40 characters, no plain number, no colon, and no “/”, “#”, “@” or quote in front.
refused-title_taken = “{ $name }” is there already.
refused-bad_answer = An answer needs words, at most { $most } characters of them.
refused-unknown_placeholder = “{ $name }” in braces stands for nothing. There are: { $known }
refused-too_many_answers = One source may have at most { $most } quick answers. Remove something first.
refused-answer_changed = This answer has changed meanwhile. Go back and look again.
refused-answer_sent = That was sent already.
refused-answers_nobody = { $name } takes requests by API: its clients can't be answered here.

# By typing
inline-for = { $title } → { $client }, #{ $number }
inline-for-nobody = This text fits none of your open requests any more, so nobody was sent it. Look it up again.
inline-off = Operators can also find them by typing: { $bot } and a few letters. Switch that on at @BotFather: { $command }, then { $bot }, then a hint such as “quick answer”.
inline-on = Operators also find them by typing { $bot } and a few letters in the chat with this bot.
refused-answer_elsewhere = This text was filled in for another client or has changed since, so the client of request #{ $number } was not sent it. Look it up again.
