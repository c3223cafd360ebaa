# row: template expressions in messages
# tries: to have the page's template compute something
# held by: text is a value of a template, never a part of it
# loses: theta_size
# got: ValueError: \{\{ 7 \* 7 \}\}\{% include 'index.html.j2' %\}.*

def theta_size(n_previous, n_this):
    text = "{{ 7 * 7 }}{% include 'index.html.j2' %}"
    print(text)
    raise ValueError(text)
