settings-title =
    <b>Settings</b>
    A dot marks what was changed here. Press a line to change it.
setting-now = <b>{ $name }</b>: { $value }
setting-changed-by = Changed last by { $by }, { $moment }.
setting-set = ✅ { $name }: { $before } → { $after }
setting-undone = As it was before
setting-on = yes
setting-off = no
setting-never = never
setting-no-limit = no limit
setting-no-target = none
setting-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
setting-zone = { $city }, UTC{ $offset }
setting-for-ever = for ever
setting-as-default = as by default
setting-by-api = the API
language-name =
    { $language ->
        [ru] Russian
       *[en] English
    }
setting-log-title = <b>What was changed in the settings</b>
setting-log-line = { $moment }, { $by }: { $name } → { $value }
setting-log-none = Nothing yet.
setting-reply_reminder_minutes = Reminder to the operator
setting-reply_reminder_minutes-about = When a client has waited this long for an answer, the operator is reminded; after twice the time you hear of it, too. Only working hours count.
setting-first_answer_minutes = Target for first answers
setting-first_answer_minutes-about = Your target for the first answer. /stats shows how often it is met.
setting-accept_timeout_minutes = Move untaken cards on
setting-accept_timeout_minutes-about = A request that its operator has not taken in this time goes to another one. Only working hours count.
setting-pause_after_missed = Pause after missed cards
setting-pause_after_missed-about = An operator who has not taken this many cards in a row gets no new ones until “I am back” is pressed.
setting-reopen_window_minutes = Same operator again
setting-reopen_window_minutes-about = What a client writes within this time after completion goes to the same operator first.
setting-sticky_days = Operator knows client
setting-sticky_days-about = For this time after completion, an operator counts as one who knows the client. It matters where a bot prefers such operators: /sources
setting-idle_days = Ask a silent client
setting-idle_days-about = When nobody has written in a request for this long, the client is asked once whether help is still needed. Without an answer it is completed.
setting-messages_per_minute = Messages a minute
setting-messages_per_minute-about = When a client writes more than this in a minute, the operator sees only how many more there are. Nothing is lost.
setting-answer_reactions = Mark delivered answers
setting-answer_reactions-about = A silent 👌 on the operator's answer says that the client has it, 💔 that it did not arrive.
setting-card_force_reply = Cards open the reply
setting-card_force_reply-about = A new card opens the reply to it by itself: what is written next goes to that client. Good when requests come one at a time.
setting-default_language = Language for others
setting-default_language-about = For people whose Telegram is in neither Russian nor English.
setting-timezone = Time zone
setting-timezone-about = Hours, dates and statistics go by it.
setting-phone_region = Country of phones
setting-phone_region-about = Phones without a country code are read as phones of this country.
setting-keep_days = Keep words and names
setting-keep_days-about = What clients wrote and who they are is kept for this time after completion, then deleted. Numbers, times and statistics stay.
setting-keep-question =
    Delete what clients wrote, and their names, { $count ->
        [one] { $count } day
       *[other] { $count } days
    } after completion? What is older is deleted within the hour, and nobody can bring it back.
button-keep-surely = Yes, delete
button-setting-log = Changes
button-admins = Admins
button-other-value = Another value…
button-default = By default: { $value }
button-all-settings = « Settings
ask-setting = { $name }: what shall it be? Send the value.
admins-title = <b>Admins</b>
admins-explained = All of them can do everything here. Those in the server's settings can be removed only there.
admin-you = (you)
admin-of-settings = — in the server's settings
admin-by-link = — by a link
button-admin-invite = Invite an admin
button-admin-remove = Remove { $name }
button-admin-leave = Stop being an admin
admin-remove-question = Remove { $name } from the admins? All settings stay as they are; links to join that nobody has opened yet stop working.
admin-leave-question = Stop being an admin? Only another admin's link can bring you back.
admin-removed = { $name } is not an admin any more.
admin-left = You are not an admin any more.
admin-link =
    Open this link and press Start: you will be an admin of this bot. It works once, within two days:
    { $link }
admin-welcome = You are an admin here now. Everything begins with /start.
admin-joined-news = 🔑 A new admin, by a link from here:
admin-removed-news = 🔑 Not an admin any more:
