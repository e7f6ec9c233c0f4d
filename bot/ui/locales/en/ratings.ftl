# To the client: how it was
client-rated = Request #{ $number }: { $thumb } Thank you for rating!
client-rated-good = Anything to add? Reply to this message. If something new comes up, just write.
client-rated-bad = We are sorry it was not as you hoped. Tell us why: reply to this message, and we will pass it on. If something new comes up, just write.
client-comment-kept = Thank you, we have passed it on.
button-change-rating = Change to { $thumb }
refused-rated_later = Request #{ $number } is still being handled. You can rate it once it is completed.
refused-rated_long_ago = The rating of request #{ $number } can't be changed any more: more than a week has passed. Write to us if something is wrong.

# To the operator and to admins
card-rating = The client's rating: { $thumb }
admin-rated-bad = 👎 A client is unhappy: request #{ $number }, { $source }. Operator: { $operator }.
admin-rated-bad-words = 👎 Why a client is unhappy: request #{ $number }, { $source }. Operator: { $operator }.
admin-rated-hint = To write to the client, reply to this message.
fact-rated =
    { $rating ->
        [good] the client is happy: 👍
       *[bad] the client is unhappy: 👎
    }
fact-commented = the client adds some words to the rating

# /sources
source-asks_rating-on = Ratings: clients are asked for 👍 or 👎 after completion
source-asks_rating-off = Ratings: nobody is asked
source-snooze_frees-on = Put-off requests free their operator's place
source-snooze_frees-off = Put-off requests keep their operator's place
button-source-asks_rating-on = Ask for ratings
button-source-asks_rating-off = Ask for no ratings
button-source-snooze_frees-on = Free the place
button-source-snooze_frees-off = Keep the place
example-switch = ratings off
sources-usage-set = It takes a source, what to switch, and on or off. “ratings”: are clients asked for one; “snooze”: does what is put off free its place.

# /stats
stats-ratings = Ratings: { $ratings }
stats-rated = 👍 { $good } · 👎 { $bad }
stats-rated-share = { $rated } ({ $share } %)
stats-rated-kind-draw = drawn { $rated }
stats-rated-kind-preference = by preference { $rated }
stats-rated-kind-turn = in turn { $rated }
stats-rated-kind-pool = from the pool { $rated }
stats-rated-kind-return = put off and back { $rated }
stats-rated-kind-by_hand = by hand { $rated }
stats-rated-kinds = of these { $kinds }

# /export
export-rating = Rating
export-rating-comment = Words to the rating
export-rating-good = 👍
export-rating-bad = 👎
