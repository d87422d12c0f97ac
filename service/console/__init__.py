"""What the command line does beyond naming its commands: training, figures, serving, reports as a person reads them."""
