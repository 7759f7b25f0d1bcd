"""A variational autoencoder of handwritten digits in PyTorch, its loss a cross-entropy and a divergence of plogp."""

import math

import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn

import plogp
from plogp import Bernoulli, Normal

PIXELS, LATENT, HIDDEN, EPOCHS, BATCH = 64, 6, 128, 40, 100


class Autoencoder(nn.Module):
    """An encoder into the mean and the scale of a normal, and a decoder into the logits of the pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 2 * LATENT))
        self.decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, PIXELS))

    def loss(self, x: Tensor) -> Tensor:
        """The negative evidence lower bound of each image, in nats: what its pixels cost, and what its code costs."""
        mean, log_scale = self.encoder(x).chunk(2, dim=-1)
        scale = log_scale.exp()
        z = mean + scale * torch.randn_like(scale)
        pixels = plogp.cross_entropy(Bernoulli(x), Bernoulli(logits=self.decoder(z))).sum(-1)
        code = plogp.kl_divergence(Normal(mean, scale), Normal(0, 1)).sum(-1)
        return pixels + code


def main() -> None:
    """Train on three quarters of scikit-learn's digits, one bit a pixel, and say what the others cost."""
    torch.manual_seed(0)
    torch.set_num_threads(1)  # of so small a model more only wait for each other
    images = torch.tensor(load_digits().data > 7, dtype=torch.float32)[torch.randperm(1797)]
    train, test = images[:1348], images[1348:]
    model = Autoencoder()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(EPOCHS):
        for batch in train[torch.randperm(len(train))].split(BATCH):
            optimizer.zero_grad()
            model.loss(batch).mean().backward()
            optimizer.step()
    # Each pixel by itself, with the share of images in which it is on: what no code can do worse than.
    base = (
        plogp.cross_entropy(Bernoulli(test), Bernoulli(train.mean(0).clamp(0.5 / 1348, 1 - 0.5 / 1348))).sum(-1).mean()
    )
    with torch.no_grad():
        bound = torch.stack([model.loss(test).mean() for _ in range(20)]).mean()
    for name, nats in (("pixels alone", float(base)), ("autoencoder", float(bound))):
        print(f"{name:13} {nats:6.2f} nats an image, {nats / math.log(2) / PIXELS:.3f} bits a pixel")
    assert float(bound) < 0.85 * float(base)
    print("the evidence lower bound of unseen digits is above that of independent pixels")


if __name__ == "__main__":
    main()
