# Passing a request on
pass-choose = Pass request #{ $number } ({ $client }) on to whom? The number is the free places.
button-pass-draw = By draw
button-pass-turns = In turn
button-pass-pool = To whoever takes it first
pass-done = Request #{ $number } is passed on to { $name }.
pass-done-draw = Request #{ $number } is passed on to { $name } by draw.
pass-done-turns = Request #{ $number } is passed on to { $name }, whose turn it was.
pass-done-pool = Request #{ $number } is in the pool again: the others have its card.
button-pass-undo = Undo
button-pass-line = Add a line for { $name }
pass-cancelled = Nothing was passed on.
pass-undone = Request #{ $number } is with you again.
ask-line = What should { $name } know about request #{ $number }? Only colleagues will see it.
line-kept = Noted. { $name } sees it, the client does not.
pass-usage = Which request, and to whom? Its number, then the colleague's name and, if you like, a line for them. Without a name it goes to whoever is next.
example-line = please call back

refused-no_such_colleague = There is no colleague “{ $name }”.
refused-colleague_off = { $name } gets no requests at present.
refused-undo_too_late = More than a minute has passed, so request #{ $number } stays with { $name }.
refused-taken_by = { $name } has taken request #{ $number } already, so it stays there.
refused-gone_further = Request #{ $number } is no longer with { $name }.
refused-place_filled = Your place has been filled meanwhile, the limit is { $limit }. Request #{ $number } stays with { $holder }.
