//! The command line: every option is also an environment variable, and `--help` teaches.

mod arenas;
mod check;
mod doctor;
mod export;
mod fmt;
mod import;
mod new;
mod person;
mod preview;
mod publish;
mod serve;

pub use serve::app;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use axum::Router;
use clap::{Args, Parser, Subcommand};

use crate::{Config, Error, Services, db::Db};
use domain::Lang;

/// Kakehashi (架け橋): from the first mouse click to the first working day.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Begin with:\n  kakehashi serve --demo     look around in a demo classroom\n  kakehashi serve            start your own; the first start prints a set-up link\n  kakehashi check courses    see every problem of every course file"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server.
    Serve {
        #[command(flatten)]
        options: Options,
        /// Fill an empty database with a demo classroom first.
        #[arg(long, env = "KAKEHASHI_DEMO")]
        demo: bool,
    },
    /// Print every problem of every course file; exit 1 when there are errors.
    Check {
        /// The courses folder, or the folder of one course.
        #[arg(default_value = "courses")]
        dir: PathBuf,
        /// How to print them.
        #[arg(long, value_enum, default_value_t)]
        format: crate::catalog::check::Format,
        /// Print the page about a problem's code, such as K0301, and check nothing.
        #[arg(long, value_name = "CODE")]
        explain: Option<String>,
        /// Print which competences the courses serve, bring that table in the folder's README.md up to
        /// date, and check nothing; exit 1 when coverage.toml names a lesson that is not there.
        #[arg(long)]
        coverage: bool,
    },
    /// Write the ids that are missing in lessons and quizzes, and even the spacing around them.
    Fmt {
        /// The courses folder, or the folder of one course.
        #[arg(default_value = "courses")]
        dir: PathBuf,
        /// Change nothing; exit 1 when something would change.
        #[arg(long)]
        check: bool,
    },
    /// Begin a course, lesson or quiz.
    New {
        #[command(subcommand)]
        what: new::New,
        /// The courses folder.
        #[arg(long, default_value = "courses", global = true)]
        courses: PathBuf,
    },
    /// Show the courses of a folder as they are written, and again at each save.
    Preview {
        /// The courses folder, or the folder of one course.
        #[arg(default_value = "courses")]
        dir: PathBuf,
        /// The address to listen on.
        #[arg(long, env = "KAKEHASHI_PREVIEW_LISTEN", default_value = "127.0.0.1:4000")]
        listen: String,
    },
    /// Speak the Language Server Protocol over stdin and stdout, for editors.
    Lsp {
        /// The language of the problems, ja or en, for an editor that does not say which it has; else that of LANG.
        #[arg(long, value_parser = import::lang)]
        lang: Option<Lang>,
    },
    /// Bring quizzes of another system into a course: GIFT, Moodle XML, Aiken, QTI, Kahoot, CSV.
    Import(import::Import),
    /// Write a quiz for another system: GIFT, QTI 2.1 or QTI 3.0.
    Export(export::Export),
    /// Fill an empty database with a demo classroom.
    Demo {
        #[command(flatten)]
        options: Options,
    },
    /// Write all of the classroom's data to one file, while the server runs: database, keys, and the keys of
    /// course sources.
    Backup {
        #[command(flatten)]
        options: Options,
        /// The file to write; it must not be there yet.
        file: PathBuf,
    },
    /// Put a backup into the place of the data, while the server is stopped. What was there is moved aside.
    Restore {
        #[command(flatten)]
        options: Options,
        /// The backup.
        file: PathBuf,
    },
    /// Sign with a new key from now on; the older ones go on checking what they signed. Start the server
    /// again afterwards.
    RotateKeys {
        #[command(flatten)]
        options: Options,
    },
    /// Compare what is kept for the lists with what the records say, and put it right; the server may run.
    Doctor {
        #[command(flatten)]
        options: Options,
        /// Only tell; exit 1 when something differs.
        #[arg(long)]
        check: bool,
    },
    /// Bring the database schema up to date.
    Migrate {
        #[command(flatten)]
        options: Options,
    },
    /// Look at the course sources, print what would change, and publish it.
    Publish {
        #[command(flatten)]
        options: Options,
        /// Only this source, by its name; else all of them. The courses folder is called "courses".
        #[arg(long)]
        source: Option<String>,
        /// Only print the plan; publish nothing.
        #[arg(long)]
        plan: bool,
    },
    /// Make people, and help them in again, from the command line.
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Make a person; the password is read from the standard input.
    Create {
        #[command(flatten)]
        options: Options,
        /// The name, as shown to others.
        #[arg(long)]
        name: String,
        /// The e-mail address or name to sign in with.
        #[arg(long)]
        email: String,
        /// A role: learner, instructor, coordinator or administrator. May be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
    },
    /// Print a link with which somebody who forgot the password chooses a new one.
    ResetPassword {
        #[command(flatten)]
        options: Options,
        /// The e-mail address or name that the person signs in with.
        #[arg(long)]
        email: String,
    },
}

/// Where data and courses are, and where to listen.
#[derive(Args)]
struct Options {
    /// The address to listen on.
    #[arg(long, env = "KAKEHASHI_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,
    /// postgres://user:password@host/name; without it, an embedded database in the data folder.
    #[arg(long, env = "KAKEHASHI_DATABASE")]
    database: Option<String>,
    /// The folder of the embedded database.
    #[arg(long, env = "KAKEHASHI_DATA", default_value = "data")]
    data: PathBuf,
    /// The folder of the courses.
    #[arg(long, env = "KAKEHASHI_COURSES", default_value = "courses")]
    courses: PathBuf,
    /// The address that people use, for links and QR codes; else http:// and the listening address.
    #[arg(long, env = "KAKEHASHI_PUBLIC_URL")]
    public_url: Option<String>,
    /// The classroom's clock, as the IANA time zone database names it: Asia/Tokyo, Europe/Berlin.
    #[arg(long, env = "KAKEHASHI_TIME_ZONE", default_value = "Asia/Tokyo")]
    time_zone: crate::Zone,
    /// The address of a proxy of yours before this server: who it says asked is believed. May be given
    /// several times, or with commas between.
    #[arg(
        long = "trusted-proxy",
        env = "KAKEHASHI_TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    trusted_proxies: Vec<std::net::IpAddr>,
    /// A server that helps two browsers of a call through the net: stun:HOST:PORT, turn:HOST:PORT or
    /// turns:HOST:PORT. May be given several times, or with commas between.
    #[arg(
        long = "ice-server",
        env = "KAKEHASHI_ICE_SERVER",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    ice_servers: Vec<String>,
    /// A file with the secret that the relay among them shares with this server (coturn:
    /// static-auth-secret).
    #[arg(long, env = "KAKEHASHI_TURN_SECRET_FILE", value_name = "FILE")]
    turn_secret_file: Option<PathBuf>,
    /// Also let course sources be plain http:// addresses and repositories on this machine (file://).
    #[arg(long, env = "KAKEHASHI_LOCAL_SOURCES")]
    local_sources: bool,
    /// The longest that a fetch from a course source may take, in seconds.
    #[arg(long, env = "KAKEHASHI_SOURCE_SECONDS", default_value_t = 120)]
    source_seconds: u64,
    /// The largest that the mirror of a course source may get, in megabytes.
    #[arg(long, env = "KAKEHASHI_SOURCE_MEGABYTES", default_value_t = 1024)]
    source_megabytes: u64,
}

/// The language that the environment asks programs for, by the variables and in the order of POSIX.
fn lang_of_environment() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|locale| !locale.is_empty())
        .map_or(Lang::En, |locale| crate::catalog::editor::lang_of(&locale))
}

impl Options {
    fn config(self) -> Result<Config, Error> {
        self.listen.parse::<std::net::SocketAddr>().map_err(|_| {
            Error::unexpected(format!(
                "--listen (KAKEHASHI_LISTEN): not an address and port: {}",
                self.listen
            ))
        })?;
        if let Some(url) = &self.database
            && !url.starts_with("postgres")
        {
            return Err(Error::unexpected(
                "--database (KAKEHASHI_DATABASE): must begin with postgres://; leave it out for the embedded database",
            ));
        }
        if !self.courses.is_dir() {
            return Err(Error::unexpected(format!(
                "--courses (KAKEHASHI_COURSES): no such folder: {}",
                self.courses.display()
            )));
        }
        if let Some(wrong) = self.ice_servers.iter().find(|address| {
            !["stun:", "stuns:", "turn:", "turns:"]
                .iter()
                .any(|kind| address.starts_with(kind))
        }) {
            return Err(Error::unexpected(format!(
                "--ice-server (KAKEHASHI_ICE_SERVER): must begin with stun:, turn: or turns:: {wrong}"
            )));
        }
        let turn_secret = match &self.turn_secret_file {
            Some(file) => Some(std::fs::read_to_string(file).map_err(|error| {
                Error::unexpected(format!(
                    "--turn-secret-file (KAKEHASHI_TURN_SECRET_FILE): {}: {error}",
                    file.display()
                ))
            })?),
            None => None,
        };
        let public_url = self
            .public_url
            .unwrap_or_else(|| format!("http://{}", self.listen));
        Ok(Config {
            listen: self.listen,
            database: self.database,
            data: self.data,
            courses: self.courses,
            public_url: public_url.trim_end_matches('/').to_owned(),
            zone: self.time_zone,
            trusted_proxies: self.trusted_proxies,
            ice_servers: self.ice_servers,
            turn_secret: turn_secret
                .map(|secret| secret.trim().to_owned())
                .filter(|secret| !secret.is_empty()),
            sources: crate::SourceOptions {
                local: self.local_sources,
                seconds: self.source_seconds,
                megabytes: self.source_megabytes,
            },
        })
    }
}

/// Runs the program. `pages` makes the router of the pages.
pub fn run(pages: fn(Arc<Services>) -> Router) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KAKEHASHI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let cli = Cli::parse();
    if matches!(cli.command, Command::Serve { .. } | Command::Preview { .. }) {
        arenas::few();
    }
    // Four workers at least: a slow page must not hold up the others on a small machine.
    let workers = std::thread::available_parallelism().map_or(4, |n| n.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(command(cli.command, pages)),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kakehashi: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn command(command: Command, pages: fn(Arc<Services>) -> Router) -> Result<ExitCode, Error> {
    match command {
        Command::Serve { options, demo } => serve::serve(options.config()?, demo, pages).await?,
        Command::Import(options) => return import::run(&options),
        Command::Export(options) => return export::run(&options),
        Command::Check {
            dir,
            format,
            explain,
            coverage,
        } => {
            return match explain {
                Some(code) => check::explain(&code),
                None if coverage => check::coverage(&dir),
                None => check::check(&dir, format),
            };
        }
        Command::Fmt { dir, check } => return fmt::fmt(&dir, check),
        Command::New { what, courses } => return new::new(&courses, &what),
        Command::Preview { dir, listen } => preview::preview(dir, listen, pages).await?,
        // It answers on the standard output alone; a thread of its own may wait there.
        Command::Lsp { lang } => {
            let lang = lang.unwrap_or_else(lang_of_environment);
            tokio::task::spawn_blocking(move || crate::catalog::editor::serve(lang))
                .await
                .map_err(Error::unexpected)??;
        }
        Command::Demo { options } => {
            let services = Services::start(options.config()?).await?;
            println!("{}", crate::demo::fill(&services).await?);
        }
        Command::Backup { options, file } => {
            let rows = crate::backup::write(&options.config()?, &file).await?;
            println!("{}: {rows} rows, checked.", file.display());
        }
        Command::Restore { options, file } => {
            let aside = crate::backup::restore(&options.config()?, &file).await?;
            println!("Restored. What was there before is in {}.", aside.display());
        }
        Command::RotateKeys { options } => {
            let count = crate::Keys::rotate(&options.config()?)?;
            println!("A new key signs from the next start on; {count} keys check.");
        }
        Command::Doctor { options, check } => return doctor::doctor(options.config()?, check).await,
        Command::Migrate { options } => {
            Db::connect(&options.config()?).await?.migrate().await?;
            println!("The database schema is up to date.");
        }
        Command::Publish {
            options,
            source,
            plan,
        } => {
            let wanted = publish::Wanted {
                source: source.as_deref(),
                plan_only: plan,
            };
            return publish::publish(options.config()?, &wanted).await;
        }
        Command::Person { command } => match command {
            PersonCommand::Create {
                options,
                name,
                email,
                roles,
            } => person::create(options.config()?, &name, &email, &roles).await?,
            PersonCommand::ResetPassword { options, email } => {
                person::reset_password(options.config()?, &email).await?;
            }
        },
    }
    Ok(ExitCode::SUCCESS)
}
