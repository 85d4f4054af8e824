"""The languages that have a lexicon, and their small words."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from neonworks_models.intent.wordsets import words

__all__ = ["FUNCTION_WORDS", "Language"]


class Language(StrEnum):
    """Languages with a lexicon; the values are ISO 639-1 codes and lexicon file names."""

    ENGLISH = "en"
    SPANISH = "es"
    PORTUGUESE = "pt"
    FRENCH = "fr"
    GERMAN = "de"
    JAPANESE = "ja"


FUNCTION_WORDS: Mapping[Language, frozenset[str]] = MappingProxyType(
    {
        Language.ENGLISH: words(
            "a an the and or but if then than of to in on at by for with without from into onto over under "
            "up down out off as is are was were be been being am do does did has have had having will would "
            "can could should may might must shall not no nor so very too just only also even still yet he "
            "she it they we you i him her them us me his its their our your my mine this that these those "
            "there here who whom whose which what when where why how all any some each every both few more "
            "most other such own same while whilst until before after because about against between through "
            "during again once twice back away per via like please let make want need us instead rather "
            "toward towards upon within along across around behind beside near onto himself herself itself "
            "themselves myself yourself something someone anything anyone nothing"
        ),
        Language.SPANISH: words(
            "el los las un una unos unas y o pero de del al en con sin por para que se su sus le lo la mi tu "
            "es esta este esto muy mas menos como cuando mientras hacia desde hasta hace haz haga quiero "
            "personaje caballero guerrero mago cuadros fotogramas izquierda derecha arriba abajo luego "
            "despues entonces no ni ya rapido lento poco nada"
        ),
        Language.PORTUGUESE: words(
            "o os as um uma uns umas e ou mas de do da dos das no na nos nas em com sem por para que se seu "
            "sua seus suas ele ela isso isto muito mais menos como quando enquanto ate faz faca quero "
            "personagem cavaleiro guerreiro quadros esquerda direita cima baixo depois entao nao nem ja "
            "rapido devagar pouco bem"
        ),
        Language.FRENCH: words(
            "le la les un une des et ou mais de du au aux en avec sans par pour que qui se son sa ses il "
            "elle ce cette ces tres plus moins comme quand pendant vers depuis jusqu fais faire fait veux "
            "personnage chevalier guerrier images gauche droite haut bas puis ensuite alors ne pas ni "
            "dans sur l d c qu est vite lentement peu dos"
        ),
        Language.GERMAN: words(
            "der die das den dem des ein eine einen einem einer und oder aber von vom zu zum zur in im mit "
            "ohne fur durch dass sich sein seine ihr ihre er sie es sehr mehr weniger wie wenn wahrend nach "
            "aus bis auf an mach lass soll will figur ritter krieger bilder bildern links rechts oben unten "
            "dann danach nicht kein keine ist wird schnell langsam wenig bitte hat"
        ),
        Language.JAPANESE: words(
            "は が を に で と の も へ から まで より て だ です ます する して した しながら ください "
            "それから そして 次に その後 最後に 続けて まず その次 すると している"
        ),
    }
)
