# Writes the reference values of this folder. How to run it: README.md.
#
# Two packages that know nothing of each other give the numbers, the textbook formulas in plain R check both.
# Nothing is written when they disagree.

suppressPackageStartupMessages({
  library(catR)
  library(mirt)
})

SEED <- 20261124
POINTS <- 121
RANGE <- c(-6, 6)
THETAS <- -3:3
set.seed(SEED, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# Numbers with 15 significant digits, and never in quotes.
write_table <- function(table, path) {
  for (name in names(table)) {
    if (is.double(table[[name]])) table[[name]] <- sprintf("%.15g", table[[name]])
    table[[name]] <- ifelse(is.na(table[[name]]) | table[[name]] == "NA", "", table[[name]])
  }
  write.table(table, path, sep = ",", quote = FALSE, row.names = FALSE, eol = "\n")
}

same <- function(what, left, right, tolerance) {
  worst <- max(abs(left - right))
  if (!is.finite(worst) || worst > tolerance) stop(sprintf("%s: differ by %g", what, worst))
  message(sprintf("%-40s agree to %.1e", what, worst))
}

# ---- The two banks

cesd <- read.csv("cesd.csv")
cesd_bank <- as.matrix(cesd[, c("a", "b1", "b2", "b3")])

drawn <- data.frame(item = 1:100, a = round(runif(100, 0.6, 2.4), 4), b = round(rnorm(100), 4))
write_table(transform(drawn, item = as.integer(item)), "bank-2pl.csv")
# What catR calls a dichotomous bank: discrimination, difficulty, guessing, inattention.
drawn_bank <- cbind(a = drawn$a, b = drawn$b, c = 0, d = 1)

# ---- Textbook formulas: probability of every category, one row an item

chances <- function(bank, theta) {
  reached <- plogis(bank[, 1] * (theta - bank[, -1, drop = FALSE]))
  cbind(1, reached) - cbind(reached, 0)
}

textbook <- function(bank, responses, ends) {
  grid <- seq(RANGE[1], RANGE[2], length.out = POINTS)
  given <- which(!is.na(responses))
  log_of <- function(theta) {
    chance <- chances(bank[given, , drop = FALSE], theta)
    dnorm(theta, log = TRUE) + sum(log(chance[cbind(seq_along(given), responses[given] + 1)]))
  }
  logs <- vapply(grid, log_of, 0)
  weight <- exp(logs - max(logs))
  weight[c(1, POINTS)] <- weight[c(1, POINTS)] * ends
  mean <- sum(grid * weight) / sum(weight)
  c(mean, sqrt(sum((grid - mean)^2 * weight) / sum(weight)))
}

# ---- Patterns

answer <- function(bank, theta, items = seq_len(nrow(bank))) {
  responses <- rep(NA_integer_, nrow(bank))
  chance <- chances(bank[items, , drop = FALSE], theta)
  draw <- function(row) sample(0:(ncol(chance) - 1), 1, prob = pmax(chance[row, ], 0))
  responses[items] <- vapply(seq_along(items), draw, 0L)
  responses
}

# `thetas` of those who give everything; those who give some are drawn about their mean.
patterns <- function(bank, highest, thetas) {
  items <- nrow(bank)
  rows <- list(rep(0L, items), rep(highest, items), rep(c(0L, highest), length.out = items),
               rep(c(highest, 0L), length.out = items))
  from <- rep(NA_real_, 4)
  add <- function(theta, responses) {
    rows[[length(rows) + 1]] <<- responses
    from[length(from) + 1] <<- theta
  }
  unseen <- function(draw) repeat {
    responses <- draw()
    if (!any(vapply(rows, identical, TRUE, responses))) return(responses)
  }
  for (theta in thetas) for (time in 1:3) add(theta, unseen(function() answer(bank, theta)))
  for (count in 1:20) {
    theta <- round(rnorm(1, mean(thetas)), 2)
    add(theta, unseen(function() answer(bank, theta, sort(sample(items, count)))))
  }
  # A few items, all at one end: where estimates are furthest from the prior and least certain.
  for (end in c(0L, highest)) for (count in c(1, 2, 4, 8, 12, 16, 19)) {
    responses <- rep(NA_integer_, items)
    responses[sort(sample(items, count))] <- end
    add(NA_real_, responses)
  }
  list(rows = rows, from = from)
}

# ---- The packages

with_catr <- function(bank, model, responses) {
  given <- which(!is.na(responses))
  it <- bank[given, , drop = FALSE]
  x <- responses[given]
  eap <- eapEst(it, x, model = model, D = 1, priorDist = "norm", priorPar = c(0, 1),
                lower = RANGE[1], upper = RANGE[2], nqp = POINTS)
  sd <- eapSem(eap, it, x, model = model, D = 1, priorDist = "norm", priorPar = c(0, 1),
               lower = RANGE[1], upper = RANGE[2], nqp = POINTS)
  left <- length(given) < nrow(bank)
  following <- function() nextItem(bank, model = model, theta = eap, out = given, criterion = "MFI")$item
  c(eap, sd, if (left) following() else NA)
}

# A mirt model with every parameter given and nothing estimated; mirt writes a * theta + d, so d = -a * b.
fixed_model <- function(bank, kind) {
  highest <- ncol(bank) - 1
  data <- as.data.frame(matrix(rep(0:highest, nrow(bank)), highest + 1, nrow(bank)))
  names(data) <- sprintf("i%03d", seq_len(nrow(bank)))
  values <- suppressMessages(mirt(data, 1, itemtype = kind, pars = "values"))
  for (row in seq_len(nrow(bank))) {
    of_item <- values$item == names(data)[row]
    values$value[of_item & values$name == "a1"] <- bank[row, 1]
    names_d <- if (highest == 1) "d" else paste0("d", 1:highest)
    for (step in 1:highest) {
      values$value[of_item & values$name == names_d[step]] <- -bank[row, 1] * bank[row, step + 1]
    }
  }
  values$est <- FALSE
  made <- function() mirt(data, 1, itemtype = kind, pars = values, TOL = NaN, verbose = FALSE)
  suppressMessages(suppressWarnings(made()))
}

with_mirt <- function(model, rows) {
  fscores(model, method = "EAP", response.pattern = do.call(rbind, rows), quadpts = POINTS,
          theta_lim = RANGE, append_response.pattern = FALSE, mean = 0, cov = matrix(1))
}

estimates <- function(name, bank, drawn, catr_bank, catr_model, mirt_model, path) {
  catr <- t(vapply(drawn$rows, function(row) with_catr(catr_bank, catr_model, row), numeric(3)))
  mirt <- with_mirt(mirt_model, drawn$rows)
  halved <- t(vapply(drawn$rows, function(row) textbook(bank, row, 0.5), numeric(2)))
  whole <- t(vapply(drawn$rows, function(row) textbook(bank, row, 1), numeric(2)))
  same(paste(name, "catR, textbook"), catr[, 1:2], halved, 1e-9)
  same(paste(name, "mirt, textbook"), mirt, whole, 1e-9)
  # The two packages end the grid differently; that shows only where the posterior runs into its end.
  same(paste(name, "catR, mirt"), catr[, 1:2], mirt, 2e-4)
  text <- vapply(drawn$rows, function(row) paste(ifelse(is.na(row), "-", row), collapse = ""), "")
  count <- vapply(drawn$rows, function(row) sum(!is.na(row)), 0L)
  write_table(data.frame(pattern = seq_along(text), from_theta = drawn$from, given = count, responses = text,
                         eap = catr[, 1], sd = catr[, 2], eap_sum = mirt[, 1], sd_sum = mirt[, 2],
                         next_item = as.integer(catr[, 3])), path)
}

information <- function(bank, name, catr_bank, catr_model, mirt_model) {
  at <- function(theta) Ii(theta, catr_bank, model = catr_model, D = 1)$Ii
  catr <- vapply(THETAS, at, numeric(nrow(bank)))
  mirt <- t(vapply(seq_len(nrow(bank)), function(item) iteminfo(extract.item(mirt_model, item), THETAS),
                   numeric(length(THETAS))))
  same(paste(name, "information, catR, mirt"), catr, mirt, 1e-9)
  data.frame(bank = name, item = rep(seq_len(nrow(bank)), length(THETAS)),
             theta = rep(as.integer(THETAS), each = nrow(bank)), information = as.vector(catr))
}

# Both before a package is called: nextItem() throws the seed away.
# Below -1 nearly everybody gives the lowest category of the CES-D everywhere.
of_cesd <- patterns(cesd_bank, 3L, c(-1, -0.5, 0, 0.5, 1, 2, 3))
of_drawn <- patterns(drawn_bank[, 1:2], 1L, THETAS)

grm <- fixed_model(cesd_bank, "graded")
two <- fixed_model(drawn_bank[, 1:2], "2PL")
estimates("grm", cesd_bank, of_cesd, cesd_bank, "GRM", grm, "eap-grm.csv")
estimates("2pl", drawn_bank[, 1:2], of_drawn, drawn_bank, NULL, two, "eap-2pl.csv")
write_table(rbind(information(cesd_bank, "cesd", cesd_bank, "GRM", grm),
                  information(drawn_bank[, 1:2], "2pl", drawn_bank, NULL, two)), "information.csv")
