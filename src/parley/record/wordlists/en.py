"""English digest words, by the byte they stand for; the same thing at the same place in every language."""

WORDS = tuple(
    """
    cupboard question airplane scale workshop mushroom peacock alphabet
    ginger mint watermelon horizon towel candle newspaper olive
    root engineer turmeric nightingale market saffron ruby lentil
    cup cabbage lamp blanket poplar spoon painter silk
    egg halva cherry blue factory museum picture garden
    restaurant library ruler kettle glasses oven traveller child
    train maize plate pilot green white butterfly window
    plum key grandmother lemon book university forest apricot
    crystal month ambulance driver caravan tractor umbrella map
    cement rug spring guest pistachio waterfall jasmine gold
    telephone rooster pocket valley pen wheat turquoise shirt
    narcissus harbour tongue diamond street pineapple letter salt
    sparrow pond frog waistcoat sock translator bean telescope
    peach farm hotel bucket basil clinic school lake
    computer envelope chickpea turnip pepper medicine pharmacy cinnamon
    pearl autumn knee barber festival star scissors bicycle
    tree jam snail carpet honey onion potter samovar
    journey camel sesame dove week weight teapot chalk
    evening chocolate cypress baker ear okra potato dictionary
    shepherd coffee farmer macaroni boat hospital pillow bag
    orange merchant smile plough paper yellow hammer table
    wire box kitchen cheese shovel sun wallet carpenter
    sponge butter door game notebook storm tailor quince
    calendar snow sky oil stove radio fountain clock
    engine parrot ticket sea pumpkin passport nose compass
    doctor swing winter poet tent elephant biscuit pump
    turtle exam yard sand mirror shell belt sleep
    chair giraffe mathematics walnut stamp branch necklace charcoal
    earth number station triangle ring curtain cradle broom
    pine gloves violet cat tulip almond trousers soap
    spinach sandwich iron word mill canal friend minute
    rope grass weaver camera wheel gardener shoe ash
    """.split()
)
