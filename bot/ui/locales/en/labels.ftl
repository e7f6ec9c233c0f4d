# Outcomes and tags
labels-title-outcome = <b>Outcomes</b> — how requests end
labels-title-tag = <b>Tags</b> — what requests are about
labels-none-outcome = There are no outcomes yet, and nobody is asked for any. Add some, and the card of a completed request has buttons for them.
labels-none-tag = There are no tags yet. An operator can add one, too, by a note: // #vip call after six
labels-line = { $name } — { $count }
labels-usage = I don't understand that. It can be: add, rename, remove.
labels-usage-add = What shall I add?
labels-usage-rename = Which one shall I rename, and how?
labels-usage-remove = Which one shall I remove?
label-title-outcome = Outcome: <b>{ $name }</b>
label-title-tag = Tag: <b>{ $name }</b>
label-uses =
    { $count ->
        [0] No request has it.
        [one] { $count } request has it.
       *[other] { $count } requests have it.
    }
label-added = Added: { $name }
label-renamed = { $former } is { $name } now.
label-retired = Removed from the list: { $name }. Requests that have it keep it.
button-add-outcome = ➕ Add an outcome
button-add-tag = ➕ Add a tag
button-ready-outcomes = Begin with: sold, refused…
button-label-rename = Rename
button-label-retire = Remove
button-all-outcome = « All outcomes
button-all-tag = « All tags
ask-outcome = What shall the new outcome be called? For example: sold
ask-tag = What shall the new tag be called? For example: vip
ask-label-name = What shall { $name } be called now?
example-outcome = sold
example-tag = vip
outcome-ready-sold = sold
outcome-ready-refused = refused
outcome-ready-no-answer = no answer
outcome-ready-spam = spam

# On a request
card-outcome = Outcome: { $name }
card-tags = Tags: { $names }
button-outcome = Outcome
button-tags = Tags
choose-outcome = How has request #{ $number } ended? Press again to clear.
choose-tag = Which tags has request #{ $number }? Press again to take one away.
outcome-set = Request #{ $number }: { $name }
outcome-cleared = Request #{ $number } has no outcome now
fact-outcome = outcome: { $text } ({ $by })
fact-outcome-cleared = the outcome is cleared, it was: { $text } ({ $by })
fact-tagged = tags: { $text } ({ $by })

# Refusals
refused-no_such_label = There is no outcome or tag #{ $number }.
refused-no_such_outcome = There is no outcome “{ $name }”. All outcomes: /outcomes
refused-no_such_tag = There is no tag “{ $name }”. All tags: /tags
refused-bad_label = The name “{ $name }” won't do: it takes 1 to 64 characters, no plain number, and no “/”, “#”, “@” or quote in front.
refused-label_taken = “{ $name }” is there already.
refused-label_looks_alike = “{ $name }” looks like “{ $other }”: nobody could tell them apart.
refused-label_retired = “{ $name }” is not in the list any more.
refused-too_many_labels = A list may have at most { $most }. Remove something first.

# /stats and /export
stats-outcomes = Outcomes: { $list }
stats-outcome = { $name } { $count }
stats-no-outcome = none { $count }
export-outcome = Outcome
export-tags = Tags
export-notes = Notes
