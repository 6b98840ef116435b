//! `qinghe-gateway --config FILE [backup | restore | check | lti-register]`.

use clap::{Parser, Subcommand};
use qinghe_gateway::{Config, Consent, Done, Gateway, backup, check, register, restore};
use std::{io::Read, path::PathBuf, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// Receives sealed envelopes, stores them, gives receipts, and serves the element and the desk.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Configuration file; `docs/gateway.md` explains its keys.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Write everything that is stored to a new file, also while a gateway runs.
    Backup {
        /// The file; it must not be there yet.
        #[arg(long)]
        to: PathBuf,
    },
    /// Take over everything from a backup, into SQLite or PostgreSQL as the configuration says. Stop the gateway first.
    Restore {
        /// The file.
        #[arg(long)]
        from: PathBuf,
        /// Throw away what is stored now.
        #[arg(long)]
        replace: bool,
        /// When the audit log in the file is broken, take it up to the break.
        #[arg(long)]
        cut_audit: bool,
    },
    /// Read everything that is stored and say all that is wrong, also while a gateway runs.
    Check {
        /// An end of the audit log that an earlier check printed; it must still be in the log.
        #[arg(long)]
        audit_head: Option<String>,
    },
    /// Say what the gateway calls the people of a learning platform. Reads the platform's names for them (`sub`), one a
    /// line, and writes one line of CSV for each: what the desk shows, the whole pseudonym, the platform's name.
    LtiRegister {
        /// `name` of the [[lti]] table.
        #[arg(long)]
        platform: String,
    },
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Result<(), String> {
    let path = args.config.ok_or("Say which configuration: `--config FILE`.")?;
    let config = Config::read(&path)?;
    match args.what {
        None => serve(config),
        Some(What::Backup { to }) => backup(&config, &to).map(|done| say(&done, "written")),
        Some(What::Restore { from, replace, cut_audit }) => {
            restore(&config, &from, Consent { replace, cut_audit }).map(|done| say(&done, "restored"))
        }
        Some(What::LtiRegister { platform }) => {
            let mut people = String::new();
            std::io::stdin()
                .read_to_string(&mut people)
                .map_err(|why| format!("the list cannot be read: {why}"))?;
            for entry in register(&config, &platform, &people)? {
                println!("{},{},\"{}\"", entry.short, entry.pseudonym, entry.person.replace('"', "\"\""));
            }
            Ok(())
        }
        Some(What::Check { audit_head }) => {
            let report = check(&config, audit_head.as_deref())?;
            for (name, value) in &report.facts {
                println!("{name:<12} {value}");
            }
            if report.faults.is_empty() {
                println!("Everything is in order.");
                return Ok(());
            }
            Err(report.faults.join("\n"))
        }
    }
}

fn say(done: &Done, what: &str) {
    println!("{} rows {what}.", done.rows);
    for warning in &done.warnings {
        eprintln!("{warning}");
    }
}

#[tokio::main]
async fn serve(config: Config) -> Result<(), String> {
    let gateway = Gateway::open(config).await?;
    let address = gateway.address().map_err(|why| why.to_string())?;
    // One line for whoever started us; everything else goes to the log.
    println!("{{\"ready\":true,\"port\":{}}}", address.port());
    gateway.serve(stop_signal()).await.map_err(|why| why.to_string())
}

async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a signal handler the process simply ends at Ctrl-C.
    let _no_handler = tokio::signal::ctrl_c().await;
}
