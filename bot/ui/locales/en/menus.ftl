# The menu of commands next to the input field
menu-help = What you can do here
menu-mine = My open requests
menu-pause = Get no new requests
menu-resume = Get new requests again
menu-operators = Operators: who answers clients
menu-weight = Weights: who gets how much
menu-sources = Sources: where requests come from
menu-queue = Who is waiting
menu-contact = One request with its history
menu-why = Why a request went to this operator
menu-assign = Give a request to an operator
menu-find = Find a request or a client
menu-stats = How the last days went
menu-export = Requests as a file for a spreadsheet
menu-ban = Stop hearing a client
menu-unban = Hear a client again
menu-forget = Delete what is known about a client
