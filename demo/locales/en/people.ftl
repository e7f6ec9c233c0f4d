### What people write.

# The first client
hello = Hello! Is the blue lamp still in stock?
in-stock = Hello { $client }! Yes, we have two of them.
one = Lovely, I'll take one.
both = Lovely, I'll take both!
shelf = They have to fit on this shelf.
friday = Hello { $client }, we deliver on Friday. Does that suit you?
perfect = Friday is perfect, thank you!

# The crowd, each by name
vera = Me again: do the lamps come with bulbs?
tim = Good morning! Do you ship to Oslo?
igor = Hello! Do you have a floor lamp with a green shade?
mia = Can the desk lamp be dimmed?
lev = Can I pay on delivery?
nina = My parcel has not come yet.
rosa = Do you repair lamps, too?
max = How long are you open today?
dasha = Is there a discount on two chandeliers?

# An operator who disappears
repair = We do! What is wrong with yours?
flickers = It flickers when it rains.
bring = Then bring it in, we are here until seven.

# The website
website = Website
emma = Emma
form = Please call me back about a lamp for my kitchen.
form-reply = Hello Emma! Which colour is your kitchen?

# A limit that is none
many = lots
