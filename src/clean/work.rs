//! What `chorus clean` does: one original from standard input, one copy to standard output.

use std::{
    io::{self, Read},
    process::ExitCode,
};

use super::{
    confine,
    desk::Desk,
    input::Input,
    limits::FILE_BYTES,
    media::Media,
    pdf, picture,
    unfit::Unfit,
    wire::{self, Out, Verdict},
};

/// Cleans one original in this process: the hidden command `chorus clean`, started by [`super::Cleaner`] only.
///
/// It must run before anything else opens a file or starts a thread. It says nothing to standard error, since what a
/// decoder has to say quotes the original.
#[must_use]
pub fn child() -> ExitCode {
    std::panic::set_hook(Box::new(|_| ()));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run() -> io::Result<()> {
    let budget = confine::confine()?;
    let out = Out::open(io::stdout())?;
    let mut stdin = io::stdin().lock();
    let order = wire::read_order(&mut stdin)?;
    let input = Input::open(stdin)?;
    let mut desk = Desk::new(order, budget, out);
    let verdict = clean(input, &mut desk);
    desk.into_out().close(&verdict)
}

fn clean(input: Input<impl Read>, desk: &mut Desk) -> Verdict {
    if input.head().is_empty() {
        return Err(Unfit::Empty);
    }
    let media = Media::of(input.head()).ok_or(Unfit::UnknownType)?;
    match media {
        Media::Png => picture::png(input.whole(FILE_BYTES)?, desk),
        Media::Jpeg => picture::jpeg(input.whole(FILE_BYTES)?, desk),
        Media::Webp => picture::webp(input.whole(FILE_BYTES)?, desk),
        Media::Pdf => pdf::redraw(input.whole(FILE_BYTES)?, desk),
    }
}
