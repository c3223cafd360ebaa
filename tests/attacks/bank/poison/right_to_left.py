# row: right-to-left marks and invisible letters
# tries: to turn the line that tells its mark around
# held by: unseen characters are spelled out
# loses: theta_size
# got: ValueError: .*

def theta_size(n_previous, n_this):
    text = "\u202e51 fo 51\u202c\u2028\u2066\ufeff\u200b"
    print(text)
    raise ValueError(text)
