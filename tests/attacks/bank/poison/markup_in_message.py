# row: markup of the terminal's tables
# tries: to be taken for styles and links by the program that draws the tables
# held by: names and messages are text, never markup
# loses: theta_size
# got: ValueError: \[red\]\[link=file:///etc/passwd\]click\[/link\]\[/red\].*

def theta_size(n_previous, n_this):
    text = "[red][link=file:///etc/passwd]click[/link][/red]"
    print(text)
    raise ValueError(text)
