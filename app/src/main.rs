//! The program `kakehashi`: hands the pages to the server's command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run(app::routes::router)
}
