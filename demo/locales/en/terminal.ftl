### What a visitor reads who plays everybody.

# Who is there, and where
address = The bot is @{ $bot }, its Telegram listens on { $url }
address-api = Its HTTP API is at { $url }/docs, to be tried in a browser.
role-admin = admin
role-operator = operator, weight { $weight }, at most { $limit } at once
role-client = client
speaks = { $role }, speaks { $language }
language-en = English
language-ru = Russian
nothing-yet = nothing yet
open-cards = open: { $cards }
last-seen = last: { $text }
bye = Good bye: the local Telegram and its database are gone.

# What one can type
help = You play everybody. Try:
example-say = vera: Hello, is it in stock?
example-reply = anna reply 1 Yes, we have two
example-take = anna take 1
example-complete = anna complete 1
example-pass = anna pass 1
example-reopen = anna reopen 1
example-photo = vera photo
example-album = vera album
example-voice = vera voice
example-sticker = vera sticker
example-location = vera location
example-edit = vera edit Hello, is it still in stock?
example-phone = vera phone
example-block = anna block
example-unblock = anna unblock
example-admin = admin: /operators
example-tap = admin tap Add an operator
example-everybody = everybody
examples-alone = everybody (who is there and what they see), help, quit
who-acts = (whoever gets the card acts: the draw is random, and each name works in the place of anna)

# What is wrong with a line
for-example = { $wrong } For example: { $example }
wrong-nobody = There is nobody called “{ $word }”.
wrong-no-verb = What does { $name } do?
wrong-verb = “{ $word }” is nothing one can do here; to write, put a colon after the name.
wrong-number = Which request? Say its number.
wrong-empty = There is nothing to write yet.
wrong-order = I don't understand “{ $word }”.
wrong-no-card = { $name } has no card of request #{ $number } with buttons, and nobody else has.
wrong-whose-card = Request #{ $number } is with { $holder }, not with { $name }.
wrong-no-message = { $name } has written nothing yet.
wrong-no-button = The card of request #{ $number } has no such button now, only { $buttons }.
wrong-which-button = Which button? Write what stands on it.
wrong-no-label = There is no button in this chat yet.
wrong-other-labels = The newest screen has no such button, only { $buttons }.
wrong-blocked = { $name } has closed the chat with the bot and must open it first.
wrong-phone = { $name } has no button for the phone: it comes with the first receipt.
wrong-block = { $name } has not opened the bot, so there is nothing to close.
wrong-unblock = { $name } has not closed the chat with the bot.
wrong-refused = The local Telegram refuses that: { $reason }
