"""Styles: how a mood, a body or a manner changes tempo, intensity and pose.

The numbers follow the walks of Richard Williams, "The Animator's Survival Kit" (2001), chapter "Walks": a
tired walk drops the head and shortens the step, a proud one leans back and holds the head high, a sneak
is slow with a large lift, and so on; the amounts are chosen so that each style can be told from the
neutral motion at 32 pixels of figure height.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from neonworks_protocol.motion import MotionParameters

__all__ = ["PARAMETER_LIMITS", "STYLES", "Style", "blend_styles", "clamp_parameters", "scaled"]

PARAMETER_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "tempo_curve": (-1.0, 1.0),
        "stride": (0.0, 3.0),
        "bob": (0.0, 3.0),
        "lean": (-30.0, 30.0),
        "arm_swing": (0.0, 3.0),
        "head_drop": (-0.5, 0.5),
        "squash": (0.0, 1.0),
        "holds": (0.0, 1.0),
    }
)
"""Range of each field of ``MotionParameters``, as its annotations have it."""

_FACTORS = frozenset({"stride", "bob", "arm_swing"})
_NEUTRAL = MotionParameters()


@dataclass(frozen=True)
class Style:
    """One family of style words. ``tempo`` multiplies the speed, ``intensity`` is 0..1, neutral 0.5.

    ``mood`` styles exclude each other in a refinement ("now make him angry" ends "tired").
    """

    name: str
    words: str
    tempo: float = 1.0
    intensity: float = 0.5
    parameters: MotionParameters = _NEUTRAL
    mood: bool = False


def _pose(**changes: float) -> MotionParameters:
    return msgspec.structs.replace(_NEUTRAL, **changes)


_ALL = (
    Style(
        "tired",
        """tired, tiredly, weary, wearily, weariness, exhausted, exhaustedly, exhaustion, fatigued, fatigue,
        sleepy, sleepily, drowsy, drowsily, worn out, beat up and tired, sluggish, sluggishly, lethargic,
        lethargically, drained, spent, dog tired, trudge, plod, slog, drag <p> foot, drag <p> feet,
        half asleep, low on energy, out of breath, panting, breathless, winded, lazy, lazily, listless,
        listlessly, slump, droop, droopy, yawn, groggy, groggily, burned out, burnt out, knackered,
        jaded, languid, languidly, slouch, traipse, bone tired, dead tired, ready to drop""",
        0.7, 0.35, _pose(stride=0.6, bob=0.7, lean=9.0, arm_swing=0.5, head_drop=0.16, holds=0.15), True,
    ),
    Style(
        "angry",
        """angry, angrily, furious, furiously, fury, enraged, raging, rage, mad as hell, irate, mad, wrathful,
        wrath, fuming, fumes, seething, livid, stomp, stamp, stomping, vengeful, hostile, aggressive,
        aggressively, berserk, outraged, cross, infuriated, ferocious, ferociously, storms off, storm off,
        hot tempered, bad tempered, pissed, pissed off, grumpy, in a huff, irritated, annoyed, rabid,
        savage, savagely, fierce, fiercely, bloodthirsty, menacing, menacingly, threatening""",
        1.1, 0.8, _pose(stride=1.15, bob=1.5, lean=8.0, arm_swing=1.4, head_drop=0.06, squash=0.15), True,
    ),
    Style(
        "sneaky",
        """sneaky, sneakily, sneak, stealthy, stealthily, stealth, stealth mode, furtive, furtively, creep,
        creepily, tiptoe, tippytoe, on tiptoe, on tiptoes, on <p> toes, on <p> tip toes, tip toe, tip toes, prowl, skulk, slink, lurk,
        pussyfoot, covert, covertly, quietly, silently, sly, slyly, crouched low, undetected, unseen,
        like a thief, like a burglar, like a ninja, without making a sound, making no sound, cautious, cautiously, careful, carefully,
        wary, warily, gingerly""",
        0.7, 0.4, _pose(stride=0.85, bob=0.5, lean=14.0, arm_swing=0.5, head_drop=0.08, holds=0.25), True,
    ),
    Style(
        "proud",
        """proud, proudly, pride, haughty, haughtily, regal, regally, noble, nobly, majestic, majestically,
        strut, swagger, arrogant, arrogantly, pompous, pompously, smug, smugly, kingly, queenly, royal,
        parade, prance, stately, chest out, head held high, chin up, like a king, like a queen, cocky,
        cockily, boastful, vain, sashay, triumphant, triumphantly, heroic, heroically, imperious, lordly""",
        0.95, 0.6, _pose(stride=1.1, bob=1.15, lean=-7.0, arm_swing=1.2, head_drop=-0.1), True,
    ),
    Style(
        "confident",
        """confident, confidently, confidence, self assured, bold, boldly, determined, determinedly,
        resolute, resolutely, purposeful, purposefully, with purpose, brave, bravely, fearless, fearlessly,
        assertive, assertively, badass, cool, suave, courageous, courageously, valiant, valiantly,
        steadfast, unafraid, undaunted, gallant, gallantly""",
        1.0, 0.6, _pose(stride=1.15, arm_swing=1.15, lean=-3.0, head_drop=-0.06), True,
    ),
    Style(
        "scared",
        """scared, afraid, fearful, fearfully, in fear, with fear, frightened, terrified, terror, nervous, nervously,
        anxious, anxiously, timid, timidly, cower, cowering, panicked, panicky, panic, in a panic, in panic, panicking, spooked,
        shy, shyly, hesitant, hesitantly, cowardly, uneasy, uneasily, trembling with fear, worried,
        skittish, jittery, startled, fright, apprehensive, apprehensively, for <p> life, for dear life, petrified""",
        1.0, 0.5, _pose(stride=0.75, bob=0.8, lean=-5.0, arm_swing=0.5, head_drop=0.1, squash=0.1), True,
    ),
    Style(
        "happy",
        """happy, happily, joyful, joyfully, joyous, cheerful, cheerfully, glad, gladly, merry, merrily, gleeful, gleefully,
        jolly, jovial, excited, excitedly, enthusiastic, enthusiastically, jaunty, jauntily, ecstatic, chipper,
        carefree, playful, playfully, with a spring in <p> step, delighted, upbeat, perky, peppy, with joy,
        for joy, celebrating, victorious, smiling, grinning, laughing, frolic, thrilled, elated, skipping""",
        1.05, 0.6, _pose(stride=1.05, bob=1.5, lean=-3.0, arm_swing=1.35, head_drop=-0.06, squash=0.25), True,
    ),
    Style(
        "sad",
        """sad, sadly, sadness, depressed, gloomy, gloomily, sorrowful, sorrowfully, dejected, dejectedly, mournful,
        mournfully, crying, weeping, sobbing, downcast, heartbroken, mope, moping, sulk, sulking, glum, glumly,
        miserable, miserably, melancholy, melancholic, disappointed, defeated, crestfallen, hopeless,
        hopelessly, despondent, grieving, lonely, blue, in tears, unhappy, unhappily, forlorn, head down, head hung, shoulders slumped""",
        0.75, 0.35, _pose(stride=0.7, bob=0.6, lean=6.0, arm_swing=0.5, head_drop=0.2, holds=0.1), True,
    ),
    Style(
        "drunk",
        """drunk, drunken, drunkenly, tipsy, tipsily, intoxicated, wasted, hammered, plastered, wobbly, wobble,
        unsteady, unsteadily, dizzy, dizzily, woozy, woozily, tottering, totter, reeling, sloshed, boozy,
        inebriated, had too much to drink, had one too many, swaying from side to side, staggering, like a drunk, like a drunkard,
        lurching, off balance, seasick, punch drunk""",
        0.8, 0.5, _pose(tempo_curve=0.4, stride=0.8, bob=1.2, lean=10.0, arm_swing=1.4, head_drop=0.08, holds=0.1),
    ),
    Style(
        "heavy",
        """heavy, heavily, heavyweight, hulking, massive, lumber, lumbering, ponderous, ponderously, bulky, hefty,
        weighty, burdened, encumbered, overloaded, fully armored, thunderous, thunderously, elephantine,
        earth shaking, ground shaking, colossal, tromp, clomp, clump, thud, thudding, with great weight, weighed down,
        carrying a heavy load, carrying heavy, like a giant, like an elephant, like a golem, like a tank""",
        0.75, 0.75, _pose(stride=0.9, bob=1.4, lean=5.0, arm_swing=0.7, squash=0.25, holds=0.15),
    ),
    Style(
        "bouncy",
        """bouncy, bouncily, springy, buoyant, buoyantly, bubbly, with bounce, with a bounce, with lots of bounce, with <any> bounce,
        bouncing step, cartoony, cartoonish, rubbery, rubber hose, squishy, squash and stretch, jiggly, toon,
        hoppy, elastic, peppily, exaggerated bounce""",
        1.05, 0.6, _pose(bob=1.8, squash=0.45, arm_swing=1.2),
    ),
    Style(
        "light",
        """light footed, light on <p> foot, light on <p> feet, light step, airy, airily, feathery, weightless, weightlessly,
        floaty, dainty, daintily, nimble, nimbly, agile, agilely, featherlight, lightfooted, like a feather, mince,
        effortless, effortlessly, floating step, spry, sprightly, lithe""",
        1.05, 0.4, _pose(stride=1.05, bob=1.2, arm_swing=0.85, head_drop=-0.04),
    ),
    Style(
        "robotic",
        """robotic, robotically, mechanical, mechanically, stiff, stiffly, rigid, rigidly, robot like, like a robot, automaton, android like, wooden, woodenly,
        jerky, jerkily, clockwork, puppet like, like a puppet, stop motion, choppy, toy soldier, goose step, like a machine, machine like, stilted""",
        0.95, 0.5, _pose(tempo_curve=-0.3, stride=0.85, bob=0.4, arm_swing=0.6, holds=0.5),
    ),
    Style(
        "elegant",
        """elegant, elegantly, graceful, gracefully, grace, smooth, smoothly, fluid, fluidly, refined, balletic, poised, poise,
        flowing, like a dancer, like a ballerina, sophisticated, silky, fluent, fluently, gliding, glide, suavely, swan like, classy, ladylike""",
        0.95, 0.45, _pose(stride=1.1, bob=0.7, arm_swing=0.9, head_drop=-0.08, lean=-3.0),
    ),
    Style(
        "limping",
        """limping, limp, hobble, hobbling, hitching, gimp, lame, with a limp, dragging one leg, drag <p> leg,
        on one leg, on crutches, crutch, sprained ankle, bad leg, bad knee, injured leg, wounded leg, hurt leg, twisted ankle, peg leg, peg legged""",
        0.75, 0.45, _pose(tempo_curve=0.35, stride=0.6, bob=1.3, lean=7.0, arm_swing=0.6, head_drop=0.06),
    ),
    Style(
        "injured",
        """injured, wounded, badly hurt, low health, low hp, near death, bleeding, battered, bruised, bloodied, clutching <p> side, clutching <p> stomach,
        clutching <p> chest, clutching <p> arm, crippled, maimed, barely standing, barely able to stand, in pain, aching, painfully, beaten up, on <p> last legs, weakened, half dead""",
        0.75, 0.45, _pose(stride=0.6, bob=0.8, lean=10.0, arm_swing=0.45, head_drop=0.12, holds=0.1),
    ),
    Style(
        "zombie",
        """zombie, zombies, zombie like, like a zombie, undead, shambling, shamble, ghoulish, corpse like, like the living dead, mindless, mindlessly, lifeless, lifelessly, zombified, like a mummy, walker zombie, brain dead""",
        0.65, 0.45, _pose(tempo_curve=0.25, stride=0.55, bob=0.8, lean=8.0, arm_swing=0.25, head_drop=0.12, holds=0.2),
    ),
    Style(
        "old",
        """old, elderly, aged, ancient, feeble, feebly, frail, frailly, hunched, hunched over, stooped, decrepit, doddering, dodder, old man, old woman, like an old man, like an old woman, like a grandpa, granny, grandpa, grandma, with a cane, with a walking stick, geriatric, senile, crone, hag""",
        0.7, 0.35, _pose(stride=0.55, bob=0.6, lean=13.0, arm_swing=0.4, head_drop=0.12),
    ),
    Style(
        "childlike",
        """childlike, childish, childishly, toddler, like a child, like a kid, like a toddler, like a baby, kiddish, toddle, waddle, waddling, girlish, boyish, little kid, cute, cutely, adorable, adorably, chibi style motion, like a duck, like a penguin""",
        1.05, 0.5, _pose(stride=0.8, bob=1.5, arm_swing=1.3, squash=0.25, head_drop=-0.04),
    ),
    Style(
        "calm",
        """calm, calmly, relaxed, relaxedly, peaceful, peacefully, serene, serenely, chill, casual, casually, leisurely, at ease, easygoing, easy going, laid back, unhurried, mellow, tranquil, tranquilly, composed, zen, nonchalant, nonchalantly, bored, idly, saunter, stroll, amble, mosey, at a leisurely pace, taking <p> time, take <p> time""",
        0.85, 0.35, _pose(stride=0.9, bob=0.8, arm_swing=0.85), True,
    ),
    Style(
        "hurried",
        """hurried, hurriedly, hasty, hastily, in a hurry, rushed, urgent, urgently, frantic, frantically, desperate, desperately, late for, hustle, scurry, scamper, hightail, impatient, impatiently, hurry up, frenzied, frenetic, frenetically, as if being chased, as if chased, in a rush, in haste, without delay""",
        1.3, 0.65, _pose(tempo_curve=-0.15, stride=1.1, lean=7.0, arm_swing=1.25),
    ),
    Style(
        "energetic",
        """energetic, energetically, lively, vigorous, vigorously, dynamic, dynamically, spirited, full of energy, full of life, hyper, hyperactive, zippy, athletic, athletically, vivacious, pumped, hyped, high energy, animated, explosive, explosively, exuberant, exuberantly""",
        1.15, 0.75, _pose(stride=1.15, bob=1.3, arm_swing=1.3, squash=0.15),
    ),
    Style(
        "weak",
        """weakling, clumsy weak, lackluster, half hearted, half heartedly, halfhearted, halfheartedly, without conviction, limp wristed, puny, flimsy, tentative, tentatively, wimpy, unenthusiastic, apathetic, apathetically""",
        0.85, 0.25, _pose(stride=0.75, bob=0.7, arm_swing=0.6, head_drop=0.06),
    ),
    Style(
        "clumsy",
        """clumsy, clumsily, awkward, awkwardly, goofy, silly, ungainly, bumbling, klutzy, uncoordinated, gangly, gawky, gawkily, derpy, ungraceful, lopsided, gallumphing, galumph, silly walk, haphazardly, sloppy, sloppily, stumbling, flailing""",
        0.95, 0.5, _pose(tempo_curve=0.3, stride=0.9, bob=1.3, lean=5.0, arm_swing=1.5, squash=0.15),
    ),
    Style(
        "military",
        """military, militarily, march, marching, soldierly, disciplined, drill, on parade, in formation, in step, like a soldier, left right left right, regimented, at attention, martial, army style""",
        1.0, 0.6, _pose(stride=1.05, bob=0.8, arm_swing=1.4, lean=-3.0, head_drop=-0.05, holds=0.2),
    ),
    Style(
        "feminine",
        """feminine, femininely, sultry, seductive, seductively, catwalk, runway walk, sexy, sassy, sassily, with swaying hips, swaying hips, hip sway, hips swaying, coquettish, flirty, like a model""",
        0.95, 0.5, _pose(stride=0.9, bob=0.9, arm_swing=0.8, head_drop=-0.06, lean=-2.0),
    ),
    Style(
        "tough",
        """tough, tough guy, macho, burly, brawny, muscular, brutish, brutal, brutally, thuggish, gruff, gangster, swole, like a boss, like a bouncer, like a gorilla, ape like, caveman, ogre like, barbaric""",
        0.95, 0.75, _pose(stride=1.05, bob=1.15, lean=4.0, arm_swing=1.25),
    ),
    Style(
        "dreamy",
        """dreamy, dreamily, hypnotized, hypnotised, dazed, in a daze, entranced, in a trance, trance like, sleepwalking, sleepwalk, somnambulant, ghostly, ghost like, like a ghost, ethereal, ethereally, spectral, underwater, in water, like on the moon, on the moon, in low gravity, low gravity, absent minded, absentmindedly, spaced out""",
        0.75, 0.35, _pose(tempo_curve=0.2, stride=0.8, bob=0.6, arm_swing=0.6, head_drop=-0.03),
    ),
    Style(
        "cold",
        """cold, shivering, shiver, freezing, frozen stiff, chilly, shivers from cold, frostbitten, hugging <p>, arms wrapped around, arms crossed tight, wading through snow, against the wind, in a blizzard, through a storm""",
        0.85, 0.45, _pose(stride=0.7, bob=0.7, lean=8.0, arm_swing=0.3, head_drop=0.12),
    ),
    Style(
        "burdened",
        """burdened by, hauling, lugging, dragging <any> sack, carrying a box, carrying <any> box, carrying <any> crate, carrying <any> sack, carrying <any> load, with a backpack, with a heavy backpack, pulling <any> cart, under the weight of, shackled, in chains, chained""",
        0.75, 0.55, _pose(stride=0.7, bob=0.8, lean=15.0, arm_swing=0.25, head_drop=0.08, holds=0.1),
    ),
    Style(
        "snappy",
        """snappy, snappily, crisp, crisply, punchy, sharp, sharply, sudden, suddenly, abrupt, abruptly, with anticipation, strong anticipation, hard hitting, impactful, with impact, explosive start""",
        1.2, 0.7, _pose(tempo_curve=-0.6, squash=0.2, holds=0.3),
    ),
    Style(
        "deliberate",
        """deliberate, deliberately, measured, methodical, methodically, solemn, solemnly, ceremonial, ceremoniously, grave, gravely, dignified, steady, steadily, stoic, stoically, somber, sombre, pacing, ritual, ritually, dramatic pause""",
        0.85, 0.5, _pose(stride=0.95, bob=0.8, arm_swing=0.8, holds=0.25),
    ),
)  # fmt: skip

STYLES: Mapping[str, Style] = MappingProxyType({style.name: style for style in _ALL})
"""Style name -> what it does; the names are the words of ``MotionSpec.style_modifiers``."""


def scaled(style: Style, degree: float) -> Style:
    """``style`` with every departure from neutral multiplied by ``degree`` (0.5 = half as strong)."""
    changes = {}
    for name in PARAMETER_LIMITS:
        neutral = getattr(_NEUTRAL, name)
        changes[name] = neutral + (getattr(style.parameters, name) - neutral) * degree
    return Style(
        style.name,
        style.words,
        max(0.2, 1 + (style.tempo - 1) * degree),
        min(1.0, max(0.0, 0.5 + (style.intensity - 0.5) * degree)),
        clamp_parameters(changes),
        style.mood,
    )


def blend_styles(styles: Iterable[Style]) -> MotionParameters:
    """All styles at once: factors multiply, offsets add, the result is clamped to its ranges."""
    total = {name: float(getattr(_NEUTRAL, name)) for name in PARAMETER_LIMITS}
    for style in styles:
        for name in total:
            value = getattr(style.parameters, name)
            total[name] = total[name] * value if name in _FACTORS else total[name] + value
    return clamp_parameters(total)


def clamp_parameters(values: Mapping[str, float]) -> MotionParameters:
    """``values`` limited to the range of each field and rounded to three decimals."""
    limited = {
        name: round(min(high, max(low, values.get(name, getattr(_NEUTRAL, name)))), 3)
        for name, (low, high) in PARAMETER_LIMITS.items()
    }
    return MotionParameters(**limited)
