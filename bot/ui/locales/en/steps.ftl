# The menu, and the first steps
menu-title =
    <b>Menu</b>
    All commands: /help
button-menu = « Menu
button-whole-menu = ☰ Menu
button-steps = « First steps
button-mine-of-menu = 📋 My requests
button-page-operators = Operators
button-page-weight = Weights
button-page-sources = Sources
button-page-hours = Hours
button-page-queue = Queue
button-page-open = Open requests
button-page-stats = Statistics
button-page-answers = Quick answers
button-page-outcomes = Outcomes
button-page-settings = Settings
button-page-tags = Tags
button-back-queue = « Queue
button-back-open = « Open requests
steps-title = <b>First steps</b> — until your first client has an answer
step-bot = The bot is connected: { $bot }
step-joined = { $name } answers clients
step-invited = { $name } has not joined yet: forward the link that the button below gives
step-nobody = Nobody answers clients yet: add an operator, or answer yourself
step-weight = Requests are given out by weight
step-no-weight = Nobody has a weight for { $bot }, so nobody gets its requests
step-message = A first message has come
step-no-message = No client has written yet. Test it: from another phone open { $link }, press Start and write a few words
button-myself = I answer myself
button-link-for = Link for { $name }
button-weight-for = Weight 1 for { $name }
button-refresh = 🔄 Refresh
steps-looked = Refreshed
steps-myself = { $name }, you are an operator now: requests come to this chat as cards. Answer by replying to a card.
steps-ready = ✅ Everything is ready: clients write, and somebody answers.
admin-as-operator = Admin
