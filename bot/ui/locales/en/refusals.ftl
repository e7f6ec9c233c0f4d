# Refusals
refused-no_such_contact = There is no request #{ $number }.
refused-not_yours = This request is not yours.
refused-already_sent = This message has been sent already, in request #{ $number }.
refused-moved = Request #{ $number } is no longer with you.
refused-not_your_answer = To take an answer back, reply to it with /withdraw.
refused-already_withdrawn = The client does not see this answer any more.
refused-empty_note = What is to be noted? Write it after “//”.
refused-note_of_words = A note has words alone: write “//” and the words. The file was not sent to the client.
refused-signed = What an admin has written to a client stays as it is. To correct it, write once more.
refused-already_taken = Request #{ $number } is in progress already.
refused-taken_first = { $name } has request #{ $number } already.
refused-left_pool = Request #{ $number } is no longer in the pool.
refused-not_offered = Request #{ $number } can’t go to you now: for its source you have no weight, it is not your working time, or somebody else comes first.
refused-answered = The client of request #{ $number } waits for no answer.
refused-not_taken = Take request #{ $number } first.
refused-completed = Request #{ $number } is completed already.
refused-waiting = Request #{ $number } is waiting: nobody has it yet.
refused-no_way_back = Request #{ $number } can't become new again.
refused-not_completed = Request #{ $number } is not completed yet.
refused-nobody_else = Nobody else can take it now: the others are busy or away. Request #{ $number } stays with you.
refused-no_successor = Nobody else takes requests of this source, so request #{ $number } stays where it is.
refused-full = No free place: { $limit } are open already. Complete one and try again.
refused-off = You have been switched off. Please ask your admin.
refused-paused = You are on a pause. Come back with /resume and try again.
refused-newer_contact = The client has request #{ $newer } open, so #{ $number } can't be reopened.
refused-no_chat =
    Request #{ $number } did not come from Telegram, so there is no answering here. { $reach ->
        [none] The client left no phone or email.
        [id] The client left no phone or email, only an ID: { $id }
        [typed] Nothing confirms a phone or an email; what the form says is on the card.
        [telegram] The client is in Telegram, though: tap the name on the card.
       *[other] Reach the client at { $reach }
    }
refused-link_unknown = This link no longer works. Please ask your admin for a new one.
refused-link_expired = This link has expired. Please ask your admin for a new one.
link-ended-for-admin = This link no longer works. You are an admin: /operators gives a new one; forward it rather than opening it yourself.
refused-already_operator = You have already joined as { $name }. One account is one operator.
refused-no_such_operator = There is no operator “{ $name }”. All operators: /operators
refused-no_such_source = There is no source “{ $name }”. All sources: /sources
refused-dismissed = { $name } has been dismissed; that can't be undone. To hire anew: /operators
refused-name_taken = The name “{ $name }” is taken: it is operator #{ $number }.
refused-name_looks_alike = The name “{ $name }” looks like “{ $other }”, operator #{ $number }: nobody could tell them apart.
refused-bad_name = This name won't do: it takes 1 to 64 characters, no plain number, and no “/”, “#”, “@” or quote in front.
refused-bad_limit = A limit is a whole number from 0 to { $most }.
refused-bad_weight = A weight is a whole number from 0 to { $most }.
refused-has_it = Request #{ $number } is with { $name } already.
refused-operator_off = { $name } is switched off: switch on first.
refused-operator_paused = { $name } is paused.
refused-operator_unreachable = { $name } can't be reached: no chat with the bot.
refused-operator_full =
    { $limit ->
        [0] { $name } has no free place: the limit is 0.
        [one] { $name } has no free place: { $load } of { $limit } is open.
       *[other] { $name } has no free place: { $load } of { $limit } are open.
    }
refused-own_contact = { $name } is the client of this request.
refused-changed_since = Things have changed since. Please look again.
refused-bad_source_name = This name won't do: it takes 1 to 64 characters, no plain number, and no “/”, “#”, “@” or quote in front.
refused-source_name_taken = The name “{ $name }” is taken: it is source #{ $number }.
refused-source_name_looks_alike = The name “{ $name }” looks like “{ $other }”, source #{ $number }: nobody could tell them apart.
refused-named_by_telegram = Telegram names the bot { $name }; @BotFather can change it.
refused-same_operator = Choose somebody other than { $name }.
refused-nothing_to_move = Nothing is open: { $name } holds no requests.
refused-not_assigned_yet = Request #{ $number } has not been assigned to anybody yet.
refused-never_assigned = Nobody has ever had request #{ $number }, so it can't be reopened. Ask the client to write again.
refused-telegram_id = The API takes no tg: ids, unless API_TELEGRAM_IDS is 1.
refused-no_such_setting = There is no setting “{ $name }”. All settings: /settings
refused-setting_number =
    { $unit ->
        [minutes] It takes a time of seven days at most, such as 30 minutes or 2 hours.
        [days] It takes a number of days from { $least } to { $most }.
       *[none] It takes a whole number from { $least } to { $most }.
    }
refused-setting_switch = It takes yes or no.
refused-setting_region = “{ $name }” is not a country: send its name or its code of two letters.
refused-setting_language = I speak Russian and English.
refused-setting_timezone = “{ $name }” is not a time zone: send a city or a name such as Europe/Moscow.
refused-no_such_admin = This person is not an admin any more.
refused-already_admin = You are an admin already. The link still works: forward it to whom it is for.
refused-too_many_admins = There are { $most } admins by link already: remove one first.
refused-no_weights = { $name } has no weight for any source yet. Say for which: a name, a source and a number.
refused-trial_over = This was applied or given up already.
refused-not_to_be_applied = Nobody is hired by a press: add the operator with /operators.
refused-no_weight_here = { $name } has no weight for this source, so there is no group to be in.
refused-bad_minutes = It takes a whole number of minutes from 0 to { $most }.
refused-not_allowed = On the board you may only look; an admin can change that.
refused-no_such_right = This was taken away meanwhile. Please look again.
refused-too_many_rights = { $most } people may look already or are invited: take it away from somebody first.
refused-admin_looks = You are an admin, so the board is yours already: /board. The link still works: forward it to whom it is for.
refused-looks_already = You may look at the board already: /board. The link still works: forward it to whom it is for.
refused-no_right = You may not look at the board. An admin can invite you.
refused-launch_unknown = Telegram does not say who you are: take the link of /board.
refused-launch_over = This was opened too long ago: close it and press the button again.
