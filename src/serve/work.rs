//! Permits for work on questions, and the count of unsent bytes of answers.
//! In: a caller. Out: a turn, when permits are free. Never holds a permit while a caller reads slowly.
//!
//! The numbers here are judgements. `benches/load.py` and `benches/siege.py` show how many, slow and greedy callers are
//! served.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::callers::{Caller, share_of_one};
use super::reply::Problem;

/// A new question is refused with status 429 while 256 questions wait for their turn, or three quarters of that number
/// of its caller. Questions that are resumed wait and count too, but are never refused, so more may wait.
const MAX_WAITING: usize = 256;

/// The number of questions that wait because the unsent answers of all callers together leave no room for them. A
/// question that waits only for its own caller to read is not counted. While there are any, callers that read nothing
/// are dropped early.
#[derive(Clone, Debug, Default)]
pub struct Pressure(Arc<AtomicUsize>);

impl Pressure {
    /// Whether a question waits because the unsent answers of all callers together leave no room for it.
    pub fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    fn enter(&self) -> PressureGuard {
        self.0.fetch_add(1, Ordering::Relaxed);
        PressureGuard(self.clone())
    }
}

/// Counts one waiting question until it is dropped.
struct PressureGuard(Pressure);

impl Drop for PressureGuard {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The permits and the memory for the questions of all callers. Unsent answers of one caller may take three quarters of
/// the memory before its next question must wait. One caller may hold about half of the permits and one more (see
/// `many`), and never more than three quarters.
#[derive(Debug)]
pub struct Work {
    /// Questions that are worked on at once.
    at_once: usize,
    /// While this number of bytes, or more, is unsent, no question gets its permits.
    max_unsent_bytes: usize,
    all: Arc<Share>,
    /// Permits for callers that used much work lately or have several questions: three quarters of all.
    busy: Arc<Semaphore>,
    /// Permits for callers with several questions: half of all, so that many callers with many questions do not hold up
    /// one with a single question. There are two permits per processor, so half of them keep every processor busy.
    many: Arc<Semaphore>,
    callers: Mutex<BTreeMap<Caller, Arc<Share>>>,
    /// Notified whenever bytes of answers have been sent.
    sent: Notify,
    pressure: Pressure,
}

/// What one caller, or all callers together, have taken.
#[derive(Debug)]
struct Share {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    unsent: AtomicUsize,
    spent: Mutex<Spent>,
}

/// The work that was done lately: seconds with exponential decay.
#[derive(Debug)]
struct Spent {
    seconds: f64,
    /// When `seconds` was computed.
    at: Instant,
}

/// The half-life of spent seconds: of the work of ten seconds ago, half counts.
const SPENT_HALF_LIFE: Duration = Duration::from_secs(10);

/// A caller with one question and at most 1 spent second counts as light. Light callers have a quarter of permits and
/// memory to themselves.
const LIGHT_CALLER_SECONDS: f64 = 1.0;

/// A caller without questions and with at most 0.1 spent seconds is forgotten.
const FORGOTTEN_CALLER_SECONDS: f64 = LIGHT_CALLER_SECONDS / 10.0;

impl Spent {
    /// The spent seconds, decayed until now.
    fn now(&self) -> f64 {
        let half_lives = self.at.elapsed().as_secs_f64() / SPENT_HALF_LIFE.as_secs_f64();
        self.seconds * 0.5_f64.powf(half_lives)
    }
}

impl Share {
    fn new(at_once: usize) -> Share {
        let permits = Arc::new(Semaphore::new(at_once));
        let spent = Mutex::new(Spent { seconds: 0.0, at: Instant::now() });
        Share { permits, waiting: AtomicUsize::new(0), unsent: AtomicUsize::new(0), spent }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spend(&self, time: Duration) {
        let mut spent = self.spent();
        let seconds = spent.now() + time.as_secs_f64();
        *spent = Spent { seconds, at: Instant::now() };
    }

    /// Whether the caller has another question that waits or is worked on. `own_permits` is the number of its permits
    /// without those that this question holds.
    fn has_other_questions(&self, own_permits: usize) -> bool {
        self.waiting.load(Ordering::Relaxed) > 1 || self.permits.available_permits() < own_permits
    }

    /// Whether the caller used much work lately.
    fn has_spent_much(&self) -> bool {
        self.spent().now() > LIGHT_CALLER_SECONDS
    }
}

async fn permit(permits: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    // Fails only for a closed semaphore, and none is ever closed. Without a permit the work would only go uncounted.
    permits.clone().acquire_owned().await.ok()
}

impl Work {
    /// Permits for `at_once` questions, and for none while `max_unsent_bytes` of answers or more are unsent. `pressure`
    /// is on while a question waits for that.
    pub fn new(at_once: usize, max_unsent_bytes: usize, pressure: Pressure) -> Work {
        let all = Arc::new(Share::new(at_once));
        let busy = Arc::new(Semaphore::new(share_of_one(at_once)));
        let many = Arc::new(Semaphore::new(at_once - 2 * (at_once / 4)));
        let (callers, sent) = (Mutex::default(), Notify::new());
        Work { at_once, max_unsent_bytes, all, busy, many, callers, sent, pressure }
    }

    /// The permits for a question of `caller`, when it is its turn. A question that waits for memory holds no permit.
    /// So the memory in use is at most `max_unsent_bytes` and one answer for each question that is worked on.
    pub async fn turn(self: &Arc<Self>, caller: Caller) -> Result<Turn, Problem> {
        let share = self.share(caller);
        let _waiting = Waiting::enter(self.all.clone(), share.clone())?;
        let permits = self.permits(&share).await;
        let working_since = Some(Instant::now());
        Ok(Turn { work: self.clone(), share, working_since, permits })
    }

    /// The permits for one question, when they are free and unsent answers leave room.
    async fn permits(&self, share: &Share) -> Permits {
        loop {
            // Created before the checks below, so that no notification is missed.
            let sent = self.sent.notified();
            let own_permits = share_of_one(self.at_once);
            let has_others = share.has_other_questions(own_permits);
            let is_busy = has_others || share.has_spent_much();
            let own = permit(&share.permits).await;
            let many = if has_others { permit(&self.many).await } else { None };
            let busy = if is_busy { permit(&self.busy).await } else { None };
            let permits = [own, many, busy, permit(&self.all.permits).await];
            // If other questions of this caller came while it waited, it starts again as a caller with several.
            if !has_others && share.has_other_questions(own_permits.saturating_sub(1)) {
                continue;
            }
            if self.has_room(share, is_busy) {
                return permits;
            }
            drop(permits);
            // There is pressure only if all callers together leave no room, not if this caller reads its own answers
            // too slowly.
            let _pressure =
                if self.has_room_for_all(is_busy) { None } else { Some(self.pressure.enter()) };
            sent.await;
        }
    }

    /// How many questions wait for their turn.
    pub fn waiting(&self) -> usize {
        self.all.waiting.load(Ordering::Relaxed)
    }

    /// How many questions are worked on.
    pub fn working(&self) -> usize {
        self.at_once.saturating_sub(self.all.permits.available_permits())
    }

    /// How many bytes count as unsent: those of answers, and the charge for each answer in pieces
    /// ([`Turn::count_overhead`]). Answers of free routes do not count.
    pub fn unsent(&self) -> usize {
        self.all.unsent.load(Ordering::Relaxed)
    }

    fn has_room(&self, share: &Share, is_busy: bool) -> bool {
        let own = share.unsent.load(Ordering::Relaxed);
        self.has_room_for_all(is_busy) && own < share_of_one(self.max_unsent_bytes)
    }

    /// Whether the unsent answers of all callers leave room. A quarter of the room is only for light callers.
    fn has_room_for_all(&self, is_busy: bool) -> bool {
        let limit =
            if is_busy { share_of_one(self.max_unsent_bytes) } else { self.max_unsent_bytes };
        self.unsent() < limit
    }

    /// The share of `caller`. Shares are kept while they are in use, or while spent seconds count.
    fn share(&self, caller: Caller) -> Arc<Share> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = callers.get(&caller) {
            return share.clone();
        }
        callers.retain(|_, share| {
            Arc::strong_count(share) > 1 || share.spent().now() > FORGOTTEN_CALLER_SECONDS
        });
        let share = Arc::new(Share::new(share_of_one(self.at_once)));
        callers.insert(caller, share.clone());
        share
    }
}

/// The permits for work on one question, given back when this value is dropped.
#[derive(Debug)]
pub struct Turn {
    work: Arc<Work>,
    share: Arc<Share>,
    /// Since when the question is worked on; `None` while it waits for its caller to read.
    working_since: Option<Instant>,
    permits: Permits,
}

/// The permits of one question: of its caller, of callers with several questions, of busy callers, of all. `None` where
/// none is needed, or while the question is paused.
type Permits = [Option<OwnedSemaphorePermit>; 4];

/// At most about 256 answers in pieces are under way at once, fewer where pieces wait to be read: each counts as a
/// 256th of `max_unsent_bytes`, beside its pieces, because it holds a thread and open files.
const MAX_ANSWERS_IN_PIECES: usize = 256;

impl Drop for Turn {
    fn drop(&mut self) {
        self.pause();
    }
}

impl Turn {
    /// Gives the permits back until [`Turn::resume`].
    pub fn pause(&mut self) {
        if let Some(since) = self.working_since.take() {
            self.share.spend(since.elapsed());
        }
        self.permits = Permits::default();
    }

    /// Takes the permits again, when it is its turn.
    pub async fn resume(&mut self) {
        let _waiting = Waiting::without_limit(self.work.all.clone(), self.share.clone());
        self.permits = self.work.permits(&self.share).await;
        self.working_since = Some(Instant::now());
    }

    /// Counts the memory of an answer in pieces, beside its pieces, until the value is dropped.
    pub fn count_overhead(&self) -> Unsent {
        self.count_unsent(self.work.max_unsent_bytes / MAX_ANSWERS_IN_PIECES)
    }

    /// Counts bytes of the answer as unsent until the value is dropped.
    pub fn count_unsent(&self, bytes: usize) -> Unsent {
        for share in [&self.work.all, &self.share] {
            share.unsent.fetch_add(bytes, Ordering::Relaxed);
        }
        Unsent { work: self.work.clone(), share: self.share.clone(), bytes }
    }
}

/// Bytes that count as unsent until this value is dropped: when the last of them was handed to the system, or the
/// connection ended. From [`Turn::count_overhead`]: a charge for an answer in pieces.
#[derive(Debug)]
pub struct Unsent {
    work: Arc<Work>,
    share: Arc<Share>,
    bytes: usize,
}

impl Drop for Unsent {
    fn drop(&mut self) {
        for share in [&self.work.all, &self.share] {
            share.unsent.fetch_sub(self.bytes, Ordering::Relaxed);
        }
        self.work.sent.notify_waiters();
    }
}

/// Counts a waiting question until it has its turn or its caller goes away.
struct Waiting([Arc<Share>; 2]);

impl Waiting {
    /// Counts a question that was accepted before, however many wait.
    fn without_limit(all: Arc<Share>, own: Arc<Share>) -> Waiting {
        let shares = [all, own];
        for share in &shares {
            share.waiting.fetch_add(1, Ordering::Relaxed);
        }
        Waiting(shares)
    }

    /// Counts a new question, unless too many wait.
    fn enter(all: Arc<Share>, own: Arc<Share>) -> Result<Waiting, Problem> {
        let is_full = all.waiting.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING;
        let has_many = own.waiting.fetch_add(1, Ordering::Relaxed) >= share_of_one(MAX_WAITING);
        let waiting = Waiting([all, own]);
        if is_full || has_many {
            return Err(Problem::new(429, "too many questions at once; ask again later"));
        }
        Ok(waiting)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        for share in &self.0 {
            share.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use super::*;

    fn caller(address: &str) -> Caller {
        Caller::of(address.parse().expect("an address"))
    }

    fn run(test: impl Future<Output = ()>) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().build().expect("a runtime").block_on(test);
    }

    async fn in_time(work: &Arc<Work>, address: &str) -> Option<Turn> {
        let turn = tokio::time::timeout(Duration::from_millis(50), work.turn(caller(address)));
        turn.await.ok().map(|turn| turn.expect("few wait"))
    }

    #[test]
    fn one_caller_cannot_take_all_permits() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let mut turns = Vec::new();
            for _ in 0..3 {
                turns.extend(in_time(&work, "192.0.2.1").await);
            }
            assert!(turns.len() == 3 && in_time(&work, "192.0.2.1").await.is_none());
            assert!(in_time(&work, "192.0.2.2").await.is_some());
            turns.pop();
            assert!(in_time(&work, "192.0.2.1").await.is_some());
            assert_eq!(work.waiting(), 0);
        });
    }

    #[test]
    fn who_has_spent_much_leaves_a_permit_to_others() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let callers = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];
            for address in callers {
                work.share(caller(address)).spend(Duration::from_secs(3));
            }
            let mut turns = Vec::new();
            for address in callers {
                turns.extend(in_time(&work, address).await);
            }
            assert_eq!((turns.len(), work.working()), (3, 3));
            let unsent = turns[0].count_unsent(75);
            assert!(in_time(&work, "192.0.2.5").await.is_some(), "another finds permit and room");
            turns.clear();
            assert!(in_time(&work, "192.0.2.4").await.is_none(), "there is no room for those");
            drop(unsent);
            assert!(in_time(&work, "192.0.2.4").await.is_some());
        });
    }

    #[test]
    fn nobody_works_while_too_many_bytes_wait() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let turn = in_time(&work, "192.0.2.1").await.expect("room");
            let unsent = turn.count_unsent(75);
            drop(turn);
            assert!(in_time(&work, "192.0.2.1").await.is_none(), "it has its share");
            let turn = in_time(&work, "192.0.2.2").await.expect("room for another");
            let more = turn.count_unsent(25);
            drop(turn);
            assert!(in_time(&work, "192.0.2.3").await.is_none());
            assert_eq!(work.unsent(), 100);
            let (turn, ()) = tokio::join!(in_time(&work, "192.0.2.1"), async { drop(unsent) });
            assert!(turn.is_some(), "it is told when bytes are gone");
            drop(more);
            assert_eq!(work.unsent(), 0);
        });
    }

    #[test]
    fn who_asks_once_does_not_wait_behind_those_who_ask_more_and_more() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            let mut turns = Vec::new();
            for last in 1..5 {
                turns.extend(in_time(&work, &format!("192.0.2.{last}")).await);
            }
            assert_eq!(turns.len(), 4);
            let ask = |address: &'static str| {
                let work = work.clone();
                tokio::spawn(async move { work.turn(caller(address)).await })
            };
            // All of these waited before the one who asks once.
            let greedy = ["192.0.2.5", "192.0.2.6", "192.0.2.5", "192.0.2.6"].map(ask);
            tokio::time::sleep(Duration::from_millis(20)).await;
            let once = ask("192.0.2.7");
            tokio::time::sleep(Duration::from_millis(20)).await;
            turns.truncate(1);
            let once = tokio::time::timeout(Duration::from_secs(5), once).await;
            assert!(once.is_ok(), "of three permits one is for the one");
            assert_eq!(greedy.iter().filter(|one| one.is_finished()).count(), 2);
            drop((once, turns));
            // The second question of each has its turn.
            for one in greedy.into_iter().rev() {
                assert!(tokio::time::timeout(Duration::from_secs(5), one).await.is_ok());
            }
        });
    }

    #[test]
    fn who_has_spent_much_and_asks_once_does_not_wait_behind_many_questions_of_many_callers() {
        run(async {
            let work = Arc::new(Work::new(4, 100, Pressure::default()));
            work.share(caller("192.0.2.1")).spend(Duration::from_secs(9));
            let ended = Arc::new(AtomicUsize::new(0));
            let mut asked = Vec::new();
            for question in 0..64 {
                let (work, ended) = (work.clone(), ended.clone());
                let address = format!("192.0.2.{}", 2 + question / 4);
                asked.push(tokio::spawn(async move {
                    let turn = work.turn(caller(&address)).await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    ended.fetch_add(1, Ordering::Relaxed);
                    drop(turn);
                }));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            let before = ended.load(Ordering::Relaxed);
            let turn = work.turn(caller("192.0.2.1")).await;
            assert!(turn.is_ok());
            let ended = ended.load(Ordering::Relaxed) - before;
            assert!(ended <= 16, "{ended} others were worked on before");
            asked.iter().for_each(tokio::task::JoinHandle::abort);
        });
    }

    #[test]
    fn who_asks_too_much_is_told_to_come_again() {
        run(async {
            let work = Arc::new(Work::new(1, 100, Pressure::default()));
            let _turn = in_time(&work, "192.0.2.1").await.expect("room");
            let waiting: Vec<_> = (0..share_of_one(MAX_WAITING))
                .map(|_| {
                    tokio::spawn({
                        let work = work.clone();
                        async move { work.turn(caller("192.0.2.1")).await }
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!(work.waiting(), waiting.len());
            let told = work.turn(caller("192.0.2.1")).await.expect_err("too many");
            assert_eq!((told.status, work.waiting()), (429, waiting.len()));
            waiting.iter().for_each(tokio::task::JoinHandle::abort);
        });
    }
}
