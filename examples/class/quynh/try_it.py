from e04_sigmoid import sigmoid

print(sigmoid(0))
print(sigmoid(100))
