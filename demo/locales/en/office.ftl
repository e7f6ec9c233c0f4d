### What a visitor reads who plays on the messenger page.

# In the terminal
page-address = Open { $url } in a browser.
page-try = You are everybody: write as a client, answer as the operator who gets the card.
page-end = Ctrl-C ends it.

# What the page is refused
office-closed = The shop is still opening. Try again in a moment.
office-no-board = The link to the live board does not come. Try again in a moment.
office-silent = The bot's own HTTP API does not answer.
office-busy = Something is running. Stop it first, or wait until it ends.
office-no-json = The request is not JSON.
office-no-object = The request must be a JSON object.
office-missing = The field “{ $field }” is missing.
office-unknown = There is no field “{ $field }” here.
office-number = “{ $field }” must be a whole number from { $least } to { $most }.
