//! What `chorus clean` does: one original from standard input, one copy to standard output.

use std::{
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use super::{
    confine,
    desk::Desk,
    docx,
    input::Input,
    limits::{AUDIO_BYTES, FILE_BYTES, TEXT_BYTES},
    media::Media,
    pdf, picture,
    sound::{Tape, m4a, mp3, ogg, wav},
    text,
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
    // A decoder that panics has met what it did not expect: the file is at fault, and nobody else is affected.
    let verdict = catch_unwind(AssertUnwindSafe(|| clean(input, &mut desk))).unwrap_or(Err(Unfit::Damaged));
    desk.out.close(&verdict)
}

fn clean(input: Input<impl Read>, desk: &mut Desk) -> Verdict {
    if input.head().is_empty() {
        return Err(Unfit::Empty);
    }
    let Some(media) = Media::of(input.head()) else {
        return text::write_out(&input.whole(TEXT_BYTES)?, desk);
    };
    match media {
        Media::Png => picture::png(input.whole(FILE_BYTES)?, desk),
        Media::Jpeg => picture::jpeg(input.whole(FILE_BYTES)?, desk),
        Media::Webp => picture::webp(input.whole(FILE_BYTES)?, desk),
        Media::Pdf => pdf::redraw(input.whole(FILE_BYTES)?, desk),
        Media::Docx => docx::write_out(input.whole(FILE_BYTES)?, desk),
        Media::Mp3 => mp3::copy(Tape::new(input), desk),
        Media::Wav => wav::copy(Tape::new(input), desk),
        Media::Ogg => ogg::copy(Tape::new(input), desk),
        Media::M4a => m4a::copy(&input.whole(AUDIO_BYTES)?, desk),
        Media::Text | Media::Csv | Media::Html => text::write_out(&input.whole(TEXT_BYTES)?, desk),
    }
}
