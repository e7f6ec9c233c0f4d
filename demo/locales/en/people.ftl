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

# Those who come in a rush or during a day, a line for each
first-names =
    Ada
    Ben
    Cora
    Dan
    Ella
    Fred
    Gina
    Hugo
    Iris
    Jack
    Kate
    Leo
    Maya
    Noah
    Olive
    Paul
    Quinn
    Ruth
    Sam
    Tess
    Una
    Victor
    Wendy
    Xenia
    Yuri
    Zoe
    Alan
    Beth
    Carl
    Dora
last-names =
    Baker
    Cole
    Dunn
    Ellis
    Frost
    Grant
    Hale
    Irwin
    Jones
    Kerr
    Lane
    Moss
questions =
    Hello! Do you have a lamp for reading in bed?
    Which bulb fits the small blue lamp?
    Can I pick up my order today?
    Is the green floor lamp on sale?
    My lamp hums a little. Is that normal?
    How long is the cable of the desk lamp?
    Do you deliver on Saturdays?
    I would like to return a lampshade.
    Good morning! Do you have lamps for the garden?
answers =
    Hello! Yes, and I have just put one aside for you.
    Let me look … yes, that is possible.
    Good question. I have sent you the details by e-mail.
    Not today, but tomorrow from nine.
    Of course. Just bring it in, we will sort it out.
follow-ups =
    Great, thank you!
    Perfect. And do you take cards?
    Wonderful, see you then!
    Thanks, that was quick!
